package io.starkbeat.deployment;

import io.starkbeat.aggregator.AggregatorDefinition;
import io.starkbeat.crawler.CrawlerDefinition;
import io.starkbeat.gateway.GatewayDefinition;
import io.starkbeat.kit.service.ProcessSettings;
import io.starkbeat.kit.service.ServiceDefinition;
import io.starkbeat.kit.settings.Setting;
import io.starkbeat.kit.settings.SettingsException;
import io.starkbeat.kit.settings.SettingsReader;
import io.starkbeat.query.QueryDefinition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/// What may be set, and what may be written there: the table of settings, and the names that Kafka's clients know.
final class KnownSettings {
    private static final Map<String, ServiceDefinition> SERVICES = Stream
            .of(new GatewayDefinition(), new AggregatorDefinition(), new CrawlerDefinition(),
                    new QueryDefinition())
            .collect(Collectors.toMap(ServiceDefinition::name, service -> service));
    /// What runs beside a service of the same image, under a name of its own.
    private static final Map<String, String> ALSO = Map.of("crawler-api", "query");

    private static final String KAFKA = "KAFKA_";

    private KnownSettings() {}

    /// What is wrong with an environment for a service, a line each; empty when nothing is.
    ///
    /// @param environment as text, without what comes from a Secret or from the pod
    static List<String> faults(String service, Map<String, String> environment) {
        var settings = settings(service);
        var faults = new ArrayList<>(unknown(environment.keySet()));
        try {
            // An instance's name and secrets come from elsewhere.
            var complete = new TreeMap<>(environment);
            complete.putIfAbsent("ADDRESS_KEY_SECRET", "stands for one of a Secret");
            // Nobody but the operator can say where a crawl begins.
            complete.merge("CRAWL_BOOTSTRAP", "SN_MAIN=/ip4/192.0.2.1/tcp/7777",
                    (given, some) -> given.isEmpty() ? some : given);
            SettingsReader.read(complete, settings);
        } catch (SettingsException wrong) {
            faults.add(wrong.getMessage());
        }
        return List.copyOf(faults);
    }

    /// A line for each name that nobody reads.
    static List<String> unknown(Collection<String> names) {
        return names.stream()
                .filter(name -> allNames().noneMatch(name::equals) && !(name.startsWith(KAFKA) && isKafkas(name)))
                .map(name -> name + " is no setting of Starkbeat")
                .toList();
    }

    private static List<Setting<?>> settings(String service) {
        var definition = SERVICES.get(ALSO.getOrDefault(service, service));
        var settings = new ArrayList<>(definition.settings());
        settings.addAll(ProcessSettings.all(definition.managementPort()));
        return settings;
    }

    private static Stream<String> allNames() {
        return SERVICES.keySet().stream().flatMap(service -> settings(service).stream()).map(Setting::name);
    }

    private static boolean isKafkas(String variable) {
        var name = variable.substring(KAFKA.length()).toLowerCase(Locale.ROOT).replace('_', '.');
        return Stream
                .of(ProducerConfig.configDef(), ConsumerConfig.configDef(), AdminClientConfig.configDef(),
                        StreamsConfig.configDef())
                .anyMatch(definition -> definition.names().contains(name));
    }
}
