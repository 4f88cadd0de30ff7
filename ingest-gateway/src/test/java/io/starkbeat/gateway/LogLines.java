package io.starkbeat.gateway;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.LoggerFactory;

/// What is logged meanwhile: by us from INFO on, by others as in all tests.
final class LogLines implements AutoCloseable {
    /// Held by a class that uses this: two at once would turn each other's levels back.
    static final String RESOURCE = "log";

    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Logger ours = (Logger) LoggerFactory.getLogger("io.starkbeat");
    private final Level usual = ours.getLevel();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            lines.add(event.getLevel() + " " + event.getFormattedMessage() + " " + event.getThrowableProxy());
        }
    };

    LogLines() {
        ours.setLevel(Level.INFO);
        appender.start();
        root.addAppender(appender);
    }

    List<String> withText(String text) {
        return lines.stream().filter(line -> line.contains(text)).toList();
    }

    @Override
    public void close() {
        root.detachAppender(appender);
        ours.setLevel(usual);
    }
}
