package io.starkbeat.crawler;

import io.starkbeat.kit.service.ServiceContext;
import io.starkbeat.kit.service.ServiceDefinition;
import io.starkbeat.kit.settings.Setting;
import java.util.List;

/// The crawler as a process runs it.
public final class CrawlerDefinition implements ServiceDefinition {
    @Override
    public String name() {
        return "crawler";
    }

    @Override
    public int managementPort() {
        return 9183;
    }

    @Override
    public List<Setting<?>> settings() {
        return CrawlerSettings.all();
    }

    @Override
    public CrawlerService create(ServiceContext context) {
        return new CrawlerService(context, CrawlerSettings.from(context.settings()));
    }
}
