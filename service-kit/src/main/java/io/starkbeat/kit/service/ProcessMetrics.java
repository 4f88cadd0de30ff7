package io.starkbeat.kit.service;

import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmInfoMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The registry of a process: what the JVM and the system tell, and what services bind to it.
final class ProcessMetrics implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ProcessMetrics.class);

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Queue<AutoCloseable> open = new ConcurrentLinkedQueue<>();

    @SuppressWarnings("resource") // bind keeps what is to be closed
    ProcessMetrics() {
        bind(new JvmInfoMetrics());
        bind(new JvmMemoryMetrics());
        bind(new JvmGcMetrics());
        bind(new JvmThreadMetrics());
        bind(new ClassLoaderMetrics());
        bind(new ProcessorMetrics());
        bind(new FileDescriptorMetrics());
        bind(new UptimeMetrics());
    }

    PrometheusMeterRegistry registry() {
        return registry;
    }

    void bind(MeterBinder metrics) {
        metrics.bindTo(registry);
        if (metrics instanceof AutoCloseable closeable) {
            open.add(closeable);
        }
    }

    @Override
    public void close() {
        for (AutoCloseable metrics : open) {
            try {
                metrics.close();
            } catch (Exception failed) {
                log.warn("metrics {} could not be closed", metrics, failed);
            }
        }
        registry.close();
    }
}
