package io.starkbeat.standalone.demo;

import java.util.random.RandomGenerator;

/// A value that wanders about its mean and stays within bounds, as load does. Not for use by several threads.
final class Drift {
    /// The part of the way back to the mean that each step takes: a spike is gone after a minute of 5 s steps.
    private static final double PULL = 0.15;

    private final RandomGenerator random;
    private final double mean;
    private final double step;
    private final double min;
    private final double max;
    private double value;

    /// @param step the standard deviation of one step
    Drift(RandomGenerator random, double mean, double step, double min, double max) {
        this.random = random;
        this.mean = mean;
        this.step = step;
        this.min = min;
        this.max = max;
        this.value = Math.clamp(mean + random.nextGaussian() * step * 2, min, max);
    }

    double next() {
        value = Math.clamp(value + (mean - value) * PULL + random.nextGaussian() * step, min, max);
        return value;
    }
}
