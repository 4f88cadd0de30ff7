package io.starkbeat.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/// `docker-compose.yml` as it stands.
class ComposeFileTest {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+):-([^}]*)}");

    private final JsonNode compose = StrictYaml.trees(Project.read("docker-compose.yml")).getFirst();

    /// With the defaults of its variables.
    private static String plain(String text) {
        return VARIABLE.matcher(text).replaceAll(match -> Matcher.quoteReplacement(match.group(2)));
    }

    @Test
    void everySettingExistsAndHasAValueThatTheServiceTakes() {
        for (var service : List.of("gateway", "aggregator", "query", "crawler", "crawler-api")) {
            var environment = new TreeMap<String, String>();
            compose.at("/services/" + service + "/environment")
                    .properties()
                    .forEach(each -> environment.put(each.getKey(), plain(each.getValue().asText())));
            assertThat(environment).containsEntry("KAFKA_BOOTSTRAP_SERVERS", "kafka:19092");
            assertThat(KnownSettings.faults(service, environment)).as(service).isEmpty();
        }
    }

    /// What the other tells is none of its business.
    @Test
    void theCrawlsApiTellsOfTheCrawlAlone() {
        assertThat(compose.at("/services/crawler-api/environment/CATALOG_SOURCE").asText()).isEqualTo("crawler");
        assertThat(compose.at("/services/query/environment/CATALOG_SOURCE").isMissingNode()).isTrue();
    }

    @Test
    void aWrongSettingIsFound() {
        assertThat(KnownSettings.faults("gateway", Map.of("NODE_IPS", "full"))).containsExactly(
                "NODE_IPS is no setting of Starkbeat");
        assertThat(KnownSettings.faults("gateway", Map.of("KAFKA_BOOTSTRAP_SERVER", "kafka:9092"))).containsExactly(
                "KAFKA_BOOTSTRAP_SERVER is no setting of Starkbeat");
        assertThat(KnownSettings.faults("gateway", Map.of("NODE_IP", "half"))).hasSize(1).first().asString()
                .contains("NODE_IP is 'half'");
    }

    @Test
    void imagesArePinned() {
        var images = compose.path("services").findValuesAsText("image").stream().map(ComposeFileTest::plain).toList();
        assertThat(images).contains("apache/kafka:" + Versions.kafka(), "starkbeat/gateway:" + Versions.project(),
                "starkbeat/aggregator:" + Versions.project(), "starkbeat/query:" + Versions.project(),
                "starkbeat/crawler:" + Versions.project(),
                "starkbeat/demo:" + Versions.project())
                .allSatisfy(image -> assertThat(image).matches(".+:.+").doesNotEndWith(":latest"));
    }

    @Test
    void theWellKnownPortsArePublishedOnThisMachineOnly() {
        var published = compose.path("services").findValues("ports").stream()
                .flatMap(ports -> StreamSupport.stream(ports.spliterator(), false))
                .map(port -> plain(port.asText()))
                .toList();
        assertThat(published).containsExactlyInAnyOrder("127.0.0.1:9092:9092", "127.0.0.1:8080:8080",
                "127.0.0.1:8081:8081", "127.0.0.1:8082:8081", "127.0.0.1:9090:9090");
    }

    @Test
    void prometheusScrapesEveryProcess() {
        var targets = StrictYaml.trees(Project.read("docker/prometheus.yml")).getFirst().findValues("targets").stream()
                .map(each -> each.get(0).asText())
                .toList();
        assertThat(targets).containsExactlyInAnyOrder("gateway:9180", "query:9181", "aggregator:9182",
                "crawler:9183", "crawler-api:9181", "demo:9184");
    }
}
