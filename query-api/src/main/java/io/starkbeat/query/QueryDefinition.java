package io.starkbeat.query;

import io.starkbeat.kit.service.ServiceContext;
import io.starkbeat.kit.service.ServiceDefinition;
import io.starkbeat.kit.service.ServiceMain;
import io.starkbeat.kit.settings.Setting;
import java.util.List;

/// How a process runs the query service, alone (`main`) or beside others.
public final class QueryDefinition implements ServiceDefinition {
    private static final int MANAGEMENT_PORT = 9181;

    @Override
    public String name() {
        return "query";
    }

    @Override
    public int managementPort() {
        return MANAGEMENT_PORT;
    }

    @Override
    public List<Setting<?>> settings() {
        return QuerySettings.all();
    }

    @Override
    public QueryService create(ServiceContext context) {
        return new QueryService(context, QuerySettings.from(context.settings()));
    }

    public static void main(String[] args) {
        ServiceMain.run(args, System.getenv(), new QueryDefinition());
    }
}
