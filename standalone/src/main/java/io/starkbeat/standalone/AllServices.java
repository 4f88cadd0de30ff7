package io.starkbeat.standalone;

import io.starkbeat.aggregator.AggregatorDefinition;
import io.starkbeat.crawler.CrawlerDefinition;
import io.starkbeat.gateway.GatewayDefinition;
import io.starkbeat.kit.service.ProcessSettings;
import io.starkbeat.kit.service.ServiceDefinition;
import io.starkbeat.kit.settings.Setting;
import io.starkbeat.query.QueryDefinition;
import java.util.ArrayList;
import java.util.List;

/// The services of the pipeline.
final class AllServices {
    private AllServices() {}

    static List<ServiceDefinition> inDataOrder() {
        return List.of(new GatewayDefinition(), new CrawlerDefinition(), new AggregatorDefinition(),
                new QueryDefinition());
    }

    /// Every setting of every service, and those of its process, with each service's own defaults.
    static List<Setting<?>> settings() {
        var all = new ArrayList<Setting<?>>();
        for (var service : inDataOrder()) {
            all.addAll(service.settings());
        }
        for (var service : inDataOrder()) {
            all.addAll(ProcessSettings.all(service.managementPort()));
        }
        return List.copyOf(all);
    }
}
