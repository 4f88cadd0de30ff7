package io.starkbeat.gateway.session;

import io.starkbeat.schemas.session.RejectedMessage;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Puts the fragments of one socket's messages together, within bounds: a message that becomes too long is read to its
/// end and not kept. Confined to one event loop.
public final class MessageAssembler {
    /// What a frame has completed.
    public sealed interface Assembled {
        /// A message.
        @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
        record Message(byte[] bytes) implements Assembled {}

        /// A message that was not kept.
        ///
        /// @param head   its first bytes, at most [RejectedMessage#MAX_BODY]
        /// @param size   its length in bytes
        /// @param detail why, in one sentence for the sender
        @SuppressWarnings("ArrayRecordComponent") // likewise
        record Discarded(byte[] head, long size, String detail) implements Assembled {}
    }

    /// How far the message at hand has come.
    private sealed interface Progress {
        record None() implements Progress {}

        /// @param held the fragments so far, all of them counted in [UnfinishedMessages]
        record Keeping(ByteArrayOutputStream held) implements Progress {}

        @SuppressWarnings("ArrayRecordComponent") // likewise
        record Discarding(byte[] head, String detail) implements Progress {}
    }

    private static final Progress NONE = new Progress.None();

    /// How long the fragments of one message may take. A report is some hundred bytes; who begins one and does not end it
    /// holds room that others need.
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final int maxMessage;
    private final UnfinishedMessages unfinished;
    private Progress progress = NONE;
    private long size;
    /// When the message at hand was first seen to be unfinished.
    private @Nullable Instant waitingSince;

    /// @param maxMessage the longest message that is kept, in bytes
    public MessageAssembler(int maxMessage, UnfinishedMessages unfinished) {
        this.maxMessage = maxMessage;
        this.unfinished = unfinished;
    }

    /// Takes the payload of a data frame.
    ///
    /// @param last whether the message ends with it
    /// @return the message that it completes, or null if more is to come
    public @Nullable Assembled take(byte[] payload, boolean last) {
        size += payload.length;
        if (!(progress instanceof Progress.Discarding)) {
            if (size > maxMessage) {
                discard(payload, "The message is longer than " + maxMessage + " bytes; send it in several messages.");
            } else if (!last) {
                keep(payload);
            }
        }
        return last ? complete(payload) : null;
    }

    private void keep(byte[] payload) {
        if (!unfinished.take(payload.length)) {
            discard(payload, "Too many messages in fragments are unfinished now; send each message in one frame.");
            return;
        }
        if (!(progress instanceof Progress.Keeping)) {
            progress = new Progress.Keeping(new ByteArrayOutputStream(payload.length));
        }
        held().writeBytes(payload);
    }

    private void discard(byte[] payload, String detail) {
        ByteArrayOutputStream all = held();
        byte[] before = all.toByteArray();
        int room = Math.max(0, RejectedMessage.MAX_BODY - before.length);
        byte[] head = Arrays.copyOf(before, Math.min(before.length, RejectedMessage.MAX_BODY)
                + Math.min(room, payload.length));
        System.arraycopy(payload, 0, head, head.length - Math.min(room, payload.length),
                Math.min(room, payload.length));
        unfinished.release(before.length);
        progress = new Progress.Discarding(head, detail);
    }

    private Assembled complete(byte[] lastPayload) {
        Assembled assembled = switch (progress) {
            case Progress.None() -> new Assembled.Message(lastPayload);
            case Progress.Keeping(ByteArrayOutputStream held) -> {
                unfinished.release(held.size());
                held.writeBytes(lastPayload);
                yield new Assembled.Message(held.toByteArray());
            }
            case Progress.Discarding(byte[] head, String detail) -> new Assembled.Discarded(head, size, detail);
        };
        progress = NONE;
        size = 0;
        waitingSince = null;
        return assembled;
    }

    /// Keeps an unfinished message no longer that has been under way for [#PATIENCE]; to be called every second or so.
    ///
    /// @param waiting whether the rest can come; not while the socket is not read from
    public void passTime(Instant now, boolean waiting) {
        if (!waiting || !(progress instanceof Progress.Keeping)) {
            waitingSince = null;
        } else if (waitingSince == null) {
            waitingSince = now;
        } else if (!now.isBefore(waitingSince.plus(PATIENCE))) {
            discard(new byte[0], "The message took longer than " + PATIENCE.toSeconds()
                    + " seconds from its first fragment to its last; send it in one frame.");
        }
    }

    /// Lets go of an unfinished message: the socket has ended.
    public void abandon() {
        unfinished.release(held().size());
        progress = NONE;
        size = 0;
    }

    private ByteArrayOutputStream held() {
        return progress instanceof Progress.Keeping(ByteArrayOutputStream held) ? held : new ByteArrayOutputStream(0);
    }
}
