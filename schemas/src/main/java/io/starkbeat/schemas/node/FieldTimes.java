package io.starkbeat.schemas.node;

import io.starkbeat.schemas.codec.MillisecondTime;
import io.starkbeat.schemas.field.FieldGroup;
import io.starkbeat.schemas.field.Fields;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// When each group of fields was last reported: receive times, null for a group that never was.
public record FieldTimes(@Nullable Instant identity, @Nullable Instant network, @Nullable Instant system) {

    public FieldTimes {
        identity = identity == null ? null : MillisecondTime.truncated(identity);
        network = network == null ? null : MillisecondTime.truncated(network);
        system = system == null ? null : MillisecondTime.truncated(system);
    }

    /// Nothing was reported.
    public static final FieldTimes NONE = new FieldTimes(null, null, null);

    public @Nullable Instant of(FieldGroup group) {
        return switch (group) {
            case IDENTITY -> identity;
            case NETWORK -> network;
            case SYSTEM -> system;
        };
    }

    /// These times after a report with these fields was received.
    public FieldTimes after(Fields fields, Instant receivedAt) {
        return fields.isEmpty()
                ? this
                : new FieldTimes(
                        fields.hasAnyOf(FieldGroup.IDENTITY) ? receivedAt : identity,
                        fields.hasAnyOf(FieldGroup.NETWORK) ? receivedAt : network,
                        fields.hasAnyOf(FieldGroup.SYSTEM) ? receivedAt : system);
    }

    /// These times, replaced group by group by what `newer` knows.
    public FieldTimes overlaidBy(FieldTimes newer) {
        return new FieldTimes(
                newer.identity != null ? newer.identity : identity,
                newer.network != null ? newer.network : network,
                newer.system != null ? newer.system : system);
    }
}
