package io.starkbeat.aggregator.topology;

import java.util.List;
import java.util.Map;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Counts and skips a record that is not what its topic carries: one poisoned record must not stop the pipeline. Kafka
/// Streams makes it by its class name and hands it the metrics through the configuration.
public final class SkipUndecodable implements DeserializationExceptionHandler {
    /// The key of the configuration under which [FoldMetrics] lies.
    public static final String METRICS = "starkbeat.fold.metrics";

    private static final Logger LOG = LoggerFactory.getLogger(SkipUndecodable.class);

    private @Nullable FoldMetrics metrics;

    @Override
    public void configure(Map<String, ?> configs) {
        metrics = configs.get(METRICS) instanceof FoldMetrics given ? given : null;
    }

    @Override
    public Response handleError(ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception cause) {
        LOG.warn("skipped a record of {} that cannot be read: partition {}, offset {}: {}", record.topic(),
                record.partition(), record.offset(), cause.getMessage());
        if (metrics != null) {
            metrics.undecodable();
        }
        return Response.resume(List.of());
    }
}
