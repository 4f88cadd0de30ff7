package io.starkbeat.gateway.publish;

import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/// What a failure to send means for the producer.
final class ProducerFailure {
    private ProducerFailure() {}

    /// Whether no later record can be sent either, whatever is mended outside: an idempotent producer that lost its id
    /// stays in its error state. Others pass, or concern the one record: a topic's authority that is granted again, a
    /// record that is too large, a sequence that is out of order (the producer begins a new epoch by itself).
    static boolean isFinal(Exception failure) {
        return switch (failure) {
            case AuthenticationException _,ClusterAuthorizationException _,ProducerFencedException _,InvalidProducerEpochException _,UnsupportedVersionException _ ->
                true;
            // What send() throws itself: closed, or "in an error state".
            case IllegalStateException _ -> true;
            case KafkaException kafka -> kafka.getClass() == KafkaException.class;
            default -> false;
        };
    }
}
