package io.starkbeat.standalone.up;

import io.starkbeat.kit.health.Health;
import io.starkbeat.kit.service.Service;
import io.starkbeat.kit.service.ServiceContext;
import io.starkbeat.kit.service.ServiceDefinition;
import io.starkbeat.kit.settings.Setting;
import io.starkbeat.standalone.demo.DemoConfig;
import io.starkbeat.standalone.demo.DemoNetwork;
import io.starkbeat.standalone.demo.Liveliness;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The demo network as the last service of the process: started when all else serves, stopped first. Its nodes may
/// fail as they like; the process is none the less healthy.
public final class DemoDefinition implements ServiceDefinition {
    private static final int MANAGEMENT_PORT = 9184;
    private static final int CLOSE_SECONDS = 5;

    private final URI gateway;
    private final List<String> peerIds;

    /// Describes it; nothing starts yet.
    ///
    /// @param gateway where the nodes report
    /// @param peerIds of the nodes
    public DemoDefinition(URI gateway, List<String> peerIds) {
        this.gateway = gateway;
        this.peerIds = List.copyOf(peerIds);
    }

    @Override
    public String name() {
        return "demo";
    }

    @Override
    public int managementPort() {
        return MANAGEMENT_PORT;
    }

    @Override
    public List<Setting<?>> settings() {
        return List.of();
    }

    @Override
    public Service create(ServiceContext context) {
        return new DemoService(context);
    }

    private final class DemoService implements Service {
        private final ServiceContext context;
        private volatile @Nullable DemoNetwork network;

        DemoService(ServiceContext context) {
            this.context = context;
        }

        @Override
        public void start() throws Exception {
            var config = new DemoConfig(gateway, peerIds, context.clock().millis(), Liveliness.USUAL);
            network = DemoNetwork.start(context.vertx(), config)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(CLOSE_SECONDS, TimeUnit.SECONDS);
        }

        @Override
        public Health health() {
            return Health.of(Health.ready("nodes", true, connected() + " of " + peerIds.size() + " connected"));
        }

        @Override
        public Map<String, Object> status() {
            return Map.of("nodes", peerIds.size(), "connected", connected());
        }

        private int connected() {
            var running = network;
            return running == null ? 0 : running.connected();
        }

        @Override
        public void stop() throws Exception {
            var running = network;
            if (running != null) {
                running.close().toCompletionStage().toCompletableFuture().get(CLOSE_SECONDS, TimeUnit.SECONDS);
            }
        }
    }
}
