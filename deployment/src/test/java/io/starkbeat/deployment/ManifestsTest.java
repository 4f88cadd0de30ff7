package io.starkbeat.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Each manifest as it stands, patches too: every field exists, and has a value of its type.
class ManifestsTest {
    static List<String> manifests() {
        return Project.files("k8s", ".yaml")
                .stream()
                .filter(file -> !file.endsWith("kustomization.yaml"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void fitsItsTypes(String file) {
        assertThatCode(() -> assertThat(StrictYaml.resources(Project.read(file))).isNotEmpty()).as(file)
                .doesNotThrowAnyException();
    }

    @Test
    void thereAreAllOfThem() {
        assertThat(manifests()).hasSizeGreaterThan(12).contains("k8s/base/gateway.yaml", "k8s/components/pod/pod.yaml",
                "k8s/overlays/production/kafka-users.yaml");
    }

    /// The check itself: breaks a good manifest in one place.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            k8s/base/gateway.yaml | image: starkbeat/gateway | imag: starkbeat/gateway | "imag"
            k8s/base/gateway.yaml | containerPort: 8080 | containerPort: eighty | "eighty"
            k8s/base/gateway.yaml | containerPort: 8080 | containerPort: "8080" | String value
            k8s/base/gateway.yaml | failureThreshold: 30 | failureThreshold: 3.5 | 3.5
            k8s/base/gateway.yaml | kind: Deployment | kind: Deploiment | Deploiment
            k8s/base/gateway.yaml | kind: Deployment | kind: Service | apps/v1 Service
            k8s/components/pod/pod.yaml | runAsNonRoot: true | runAsNonRoot: "yes" | "yes"
            k8s/components/pod/pod.yaml | drop: [ALL] | drop: ALL | ArrayList
            k8s/overlays/production/scaling.yaml | selectPolicy: Disabled | selectPolicies: Disabled | "selectPolicies"
            k8s/overlays/production/kafka-topics.yaml | partitions: 12 | partitons: 12 | "partitons"
            k8s/overlays/production/kafka-users.yaml | type: simple | type: simpel | simpel
            """)
    void whatIsBrokenIsFound(String file, String good, String bad, String told) {
        var yaml = Project.read(file);
        assertThat(yaml).contains(good);
        var broken = yaml.replaceFirst(Pattern.quote(good), bad);
        assertThatIllegalArgumentException().isThrownBy(() -> StrictYaml.resources(broken))
                .withMessageContaining(told);
    }

    @Test
    void aKeyThatIsThereTwiceIsFound() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StrictYaml.resources("apiVersion: v1\nkind: Service\nkind: Service\n"))
                .withMessageContaining("Duplicate field 'kind'");
    }
}
