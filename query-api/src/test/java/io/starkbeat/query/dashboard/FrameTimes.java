package io.starkbeat.query.dashboard;

import com.microsoft.playwright.Page;
import java.util.List;

/// Measures in a page how long its frames take, and how large the heaps of its two threads are. The browser needs
/// [#FLAGS].
final class FrameTimes {
    static final String[] FLAGS = {"--js-flags=--expose-gc", "--enable-precise-memory-info"};

    /// Frames by whole tenths of a millisecond, the last for all longer ones; no list, which would grow in the heap that is
    /// measured.
    private static final String START = """
            () => {
              window.frames_ = {counts: new Uint32Array(10001), longest: 0, all: 0};
              let last = performance.now();
              const frame = (now) => {
                const took = now - last;
                last = now;
                window.frames_.counts[Math.min(10000, Math.round(took * 10))]++;
                window.frames_.longest = Math.max(window.frames_.longest, took);
                window.frames_.all++;
                requestAnimationFrame(frame);
              };
              requestAnimationFrame(frame);
            }""";
    private static final String READ = """
            () => {
              const {counts, all, longest} = window.frames_;
              const at = (share) => {
                let seen = 0;
                for (let i = 0; i < counts.length; i++) {
                  seen += counts[i];
                  if (seen >= share * all) { return i / 10; }
                }
                return longest;
              };
              const read = [at(0.5), at(0.95), at(0.99), longest, all];
              counts.fill(0);
              Object.assign(window.frames_, {all: 0, longest: 0});
              return read;
            }""";

    private final Page page;
    private final WorkerHeap worker;

    /// What was measured since it was asked last, in ms.
    record Frames(double p50, double p95, double p99, double longest, long count) {}

    /// In bytes, after a collection of garbage.
    record Heaps(long page, long worker) {}

    private FrameTimes(Page page) {
        this.page = page;
        this.worker = new WorkerHeap(page);
    }

    static FrameTimes start(Page page) {
        page.evaluate(START);
        return new FrameTimes(page);
    }

    Frames read() {
        List<?> read = (List<?>) page.evaluate(READ);
        double[] values = read.stream().mapToDouble(each -> ((Number) each).doubleValue()).toArray();
        return new Frames(values[0], values[1], values[2], values[3], (long) values[4]);
    }

    Heaps heaps() {
        long ofPage = ((Number) page.evaluate("() => { gc(); return performance.memory.usedJSHeapSize; }")).longValue();
        return new Heaps(ofPage, worker.used());
    }
}
