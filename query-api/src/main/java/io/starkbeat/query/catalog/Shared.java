package io.starkbeat.query.catalog;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Something that is costly to make and the same for all who ask: made when somebody asks and the last one no longer holds,
/// by one thread at a time, and shared by all who ask meanwhile. Thread-safe; asking never waits.
///
/// @param <T> immutable
final class Shared<T> {
    private final Executor threads;
    private final Predicate<T> holds;
    private final Maker<T> maker;
    private final AtomicReference<@Nullable CompletableFuture<T>> making = new AtomicReference<>();
    private volatile @Nullable T latest;

    /// Makes the next one.
    @FunctionalInterface
    interface Maker<T> {
        /// Makes it.
        ///
        /// @param before the last one; null at first. May be the result, where it holds after all
        T make(@Nullable T before);
    }

    /// @param threads where it is made
    /// @param holds   whether one that was made may still be given out; cheap
    Shared(Executor threads, Predicate<T> holds, Maker<T> maker) {
        this.threads = threads;
        this.holds = holds;
        this.maker = maker;
    }

    /// The last one if it holds, else a new one.
    CompletionStage<T> get() {
        T known = latest;
        if (known != null && holds.test(known)) {
            return CompletableFuture.completedStage(known);
        }
        CompletableFuture<T> mine = new CompletableFuture<>();
        CompletableFuture<T> running = making.compareAndExchange(null, mine);
        if (running == null) {
            try {
                threads.execute(() -> make(mine));
            } catch (RuntimeException e) {
                abandon(mine, e);
            }
        }
        return running == null ? mine : running;
    }

    /// Whatever happens, the promise is kept or broken, and the next one who asks starts anew.
    private void make(CompletableFuture<T> promise) {
        T made;
        try {
            made = maker.make(latest);
            latest = made;
        } catch (RuntimeException | Error e) {
            abandon(promise, e);
            return;
        }
        making.set(null);
        promise.complete(made);
    }

    private void abandon(CompletableFuture<T> promise, Throwable reason) {
        making.set(null);
        promise.completeExceptionally(reason);
    }
}
