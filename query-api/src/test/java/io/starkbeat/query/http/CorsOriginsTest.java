package io.starkbeat.query.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CorsOriginsTest {
    @Test
    void allOrNoneOrSome() {
        assertThat(CorsOrigins.parse("*").allowed("https://a.example")).isEqualTo("*");
        assertThat(CorsOrigins.parse("*").allowed(null)).isEqualTo("*");
        assertThat(CorsOrigins.parse("none").allowed("https://a.example")).isNull();

        CorsOrigins some = CorsOrigins.parse("https://A.example, http://localhost:3000,http://[::1]:80");
        assertThat(some.allowed("https://a.example")).isEqualTo("https://a.example");
        assertThat(some.allowed("http://localhost:3000")).isEqualTo("http://localhost:3000");
        assertThat(some.allowed("http://[::1]:80")).isEqualTo("http://[::1]:80");
        assertThat(some.allowed("http://a.example")).isNull();
        assertThat(some.allowed("http://localhost")).isNull();
        assertThat(some.allowed("null")).isNull();
        assertThat(some.allowed(null)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a.example", "https://a.example/", "https://a.example/path", "https://",
            "*,https://a.example",
            "https://user@a.example", "https://a.example,", "null", "http://a b"})
    void whatIsNoOriginIsRefused(String wrong) {
        assertThatThrownBy(() -> CorsOrigins.parse(wrong)).isInstanceOf(IllegalArgumentException.class);
    }
}
