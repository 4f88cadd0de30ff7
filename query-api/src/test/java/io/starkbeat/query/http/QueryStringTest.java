package io.starkbeat.query.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.starkbeat.query.question.RefusedParameterException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueryStringTest {
    @Test
    void decodesAsFormsAreSent() {
        assertThat(new QueryString("a=1+2%2B3&b=%D0%97=&c&&d=").values(Set.of())).isEqualTo(
                Map.of("a", List.of("1 2+3"), "b", List.of("З="), "c", List.of(""), "d", List.of("")));
        assertThat(new QueryString(null).values(Set.of())).isEmpty();
        assertThat(new QueryString("").values(Set.of())).isEmpty();
    }

    @Test
    void commasAndRepetitionGiveSeveralValuesWhereThereMayBe() {
        assertThat(new QueryString("a=1,2&a=3&q=1,2").values(Set.of("a")))
                .isEqualTo(Map.of("a", List.of("1", "2", "3"), "q", List.of("1,2")));
        assertThat(new QueryString("a=x%5C,y,%5C%5C,%5Cz,").values(Set.of("a")))
                .isEqualTo(Map.of("a", List.of("x,y", "\\", "\\z", "")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=%", "a=%zz", "a=%C3%28", "%ff=1"})
    void whatIsNoEncodingIsRefused(String wild) {
        assertThatThrownBy(() -> new QueryString(wild)).isInstanceOf(RefusedParameterException.class)
                .hasMessageContaining("percent-encoded");
    }

    @Test
    void allOthersAreKept() {
        String next = new QueryString("q=a%3E%26b&cursor=old&network=A&network=B,C&limit=3").with("cursor", "n-_w");

        assertThat(next).isEqualTo("q=a%3E%26b&network=A&network=B%2CC&limit=3&cursor=n-_w");
    }
}
