package io.starkbeat.aggregator.topology;

import io.starkbeat.kit.intake.PoisonMetrics;
import io.starkbeat.schemas.codec.RecordHeaders;
import io.starkbeat.schemas.intake.Intake;
import io.starkbeat.schemas.intake.PoisonReason;
import io.starkbeat.schemas.topic.Topic;
import java.util.function.Function;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/// Reads the records of one input topic and hands on those that are what it carries. It reads bytes, as no deserialiser
/// does it: what Kafka Streams can be told to do about a value that fails to be read does not see a missing value, a wrong
/// key or a text that is too long.
///
/// @param <T> what the topic carries
final class IntakeProcessor<T> implements Processor<String, byte[], String, FoldInput> {
    /// [Intake]'s word on a record of the topic.
    @FunctionalInterface
    interface Reader<T> {
        Intake.Read<T> read(@Nullable String key, byte @Nullable [] value, byte @Nullable [] schema);
    }

    private final Topic topic;
    private final Reader<T> reader;
    private final Function<T, FoldInput> input;
    private final PoisonMetrics poison;
    private @Nullable ProcessorContext<String, FoldInput> context;

    IntakeProcessor(Topic topic, Reader<T> reader, Function<T, FoldInput> input, PoisonMetrics poison) {
        this.topic = topic;
        this.reader = reader;
        this.input = input;
        this.poison = poison;
    }

    @Override
    public void init(ProcessorContext<String, FoldInput> given) {
        context = given;
    }

    @Override
    public void process(Record<String, byte[]> record) {
        ProcessorContext<String, FoldInput> to = context;
        if (to == null) {
            throw new IllegalStateException("the processor is used before init");
        }
        Header schema = record.headers().lastHeader(RecordHeaders.SCHEMA);
        switch (reader.read(record.key(), record.value(), schema == null ? null : schema.value())) {
            case Intake.Read.Taken<T>(T content) -> to.forward(record.withValue(input.apply(content)));
            case Intake.Read.Tombstone<T> _ -> {
                // No news.
            }
            case Intake.Read.Poison<T>(PoisonReason reason, String detail) -> poison.passedOver(topic.suffix(),
                    to.recordMetadata().map(IntakeProcessor::place).orElse("place unknown"), reason, detail);
        }
    }

    private static String place(RecordMetadata metadata) {
        return "partition " + metadata.partition() + ", offset " + metadata.offset();
    }
}
