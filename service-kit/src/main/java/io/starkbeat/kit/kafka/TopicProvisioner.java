package io.starkbeat.kit.kafka;

import static java.util.stream.Collectors.joining;

import io.starkbeat.kit.StartException;
import io.starkbeat.schemas.topic.Topic;
import io.starkbeat.schemas.topic.Topic.Partitioning;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes sure that topics exist. It creates what is missing and never changes what is there: partitions, replicas and
/// settings of an existing topic are its operator's. Several services may do this at once.
public final class TopicProvisioner {
    private static final Logger log = LoggerFactory.getLogger(TopicProvisioner.class);

    /// Long enough for a broker that was started beside us (2 s embedded, 10 to 20 s in a container), short enough for a
    /// person who mistyped its address.
    private static final Duration WAIT_FOR_KAFKA = Duration.ofSeconds(60);
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(250);

    /// Where there are enough brokers, a topic outlives the loss of one, and goes on being written meanwhile.
    private static final int REPLICAS_WANTED = 3;
    private static final String IN_SYNC_REPLICAS_OF_THREE = "2";

    private final KafkaSettings settings;
    private final Duration waitForKafka;

    public TopicProvisioner(KafkaSettings settings) {
        this(settings, WAIT_FOR_KAFKA);
    }

    /// @param waitForKafka how long to wait for a cluster that does not answer, or has too few brokers yet
    public TopicProvisioner(KafkaSettings settings, Duration waitForKafka) {
        this.settings = settings;
        this.waitForKafka = waitForKafka;
    }

    /// Creates those of the topics that do not exist, and returns when all are there. Blocks.
    ///
    /// Joined topics get the number of partitions that the existing ones among them have, else `TOPIC_PARTITIONS`.
    ///
    /// @param clientId of the short-lived admin client, for the broker's log
    /// @throws StartException       if Kafka does not answer in time, lets us not do what is needed, or has topics that
    ///                              do not fit together
    /// @throws InterruptedException if the thread is told to stop waiting
    public ProvisionedTopics provision(String clientId, Collection<Topic> topics) throws InterruptedException {
        Deadline deadline = Deadline.in(waitForKafka);
        Deadline nextWord = Deadline.in(Duration.ZERO);
        Set<Topic> created = EnumSet.noneOf(Topic.class);
        try (ClusterConnection cluster = ClusterConnection.open(settings, clientId, deadline)) {
            while (true) {
                try {
                    Map<Topic, Integer> found = find(cluster, topics);
                    int partitions = commonPartitions(found);
                    Set<Topic> missing = missing(topics, found);
                    if (missing.isEmpty()) {
                        return new ProvisionedTopics(found, created);
                    }
                    created.addAll(create(cluster, missing, partitions));
                } catch (RetriableException passing) {
                    if (nextWord.isOver()) {
                        log.info("Kafka is not ready to show or make topics yet: {}", passing.getMessage());
                        nextWord = Deadline.in(ClusterConnection.BETWEEN_WORDS);
                    }
                    if (deadline.isOver()) {
                        throw new StartException("Kafka at " + settings.bootstrap()
                                + " could not show or make the topics within " + waitForKafka.toSeconds()
                                + " s; look at the brokers: " + passing.getMessage(), passing);
                    }
                }
                if (deadline.isOver()) {
                    throw new StartException("Kafka at " + settings.bootstrap()
                            + " took topics and does not show them; look at the brokers' log");
                }
                Thread.sleep(BETWEEN_TRIES);
            }
        }
    }

    /// Partitions of those that exist.
    private Map<Topic, Integer> find(ClusterConnection cluster, Collection<Topic> topics) throws InterruptedException {
        Map<Topic, Integer> found = new EnumMap<>(Topic.class);
        Map<String, KafkaFuture<TopicDescription>> answers = cluster.admin()
                .describeTopics(topics.stream().map(settings::topic).toList())
                .topicNameValues();
        for (Topic topic : topics) {
            String name = settings.topic(topic);
            try {
                found.put(topic,
                        ClusterConnection.await(Objects.requireNonNull(answers.get(name))).partitions().size());
            } catch (UnknownTopicOrPartitionException missing) {
                log.debug("topic {} does not exist", name, missing);
            } catch (AuthorizationException denied) {
                throw new StartException("topic " + name
                        + " cannot be seen by this service's Kafka user: grant it DESCRIBE, or create the topic",
                        denied);
            }
        }
        return found;
    }

    private static Set<Topic> missing(Collection<Topic> topics, Map<Topic, Integer> found) {
        Set<Topic> missing = EnumSet.noneOf(Topic.class);
        missing.addAll(topics);
        missing.removeAll(found.keySet());
        return missing;
    }

    /// The number of partitions for joined topics.
    ///
    /// @throws StartException if existing topics differ in it, or have several where there must be one
    private int commonPartitions(Map<Topic, Integer> found) {
        SortedSet<Integer> counts = new TreeSet<>();
        found.forEach((topic, count) -> {
            switch (topic.partitioning()) {
                case JOINED -> counts.add(count);
                case SINGLE -> {
                    if (count != 1) {
                        throw new StartException("topic " + settings.topic(topic) + " has " + count
                                + " partitions and must have one: delete it, it is made anew");
                    }
                }
            }
        });
        if (counts.size() > 1) {
            String each = found.entrySet()
                    .stream()
                    .filter(entry -> entry.getKey().partitioning() == Partitioning.JOINED)
                    .map(entry -> settings.topic(entry.getKey()) + " has " + entry.getValue())
                    .collect(joining(", "));
            throw new StartException("topics that are read together differ in partitions, so that one node would be"
                    + " folded in two places (" + each + "): recreate those that are wrong, or use another"
                    + " TOPIC_PREFIX");
        }
        if (counts.isEmpty()) {
            return settings.topicPartitions();
        }
        int existing = counts.first();
        if (existing != settings.topicPartitions()) {
            log.info("the topics {}* have {} partitions and keep them; TOPIC_PARTITIONS ({}) is for new ones",
                    settings.topicPrefix(), existing, settings.topicPartitions());
        }
        return existing;
    }

    /// Asks for the missing topics; another service may be faster.
    ///
    /// @return those that we created ourselves
    private Set<Topic> create(ClusterConnection cluster, Set<Topic> missing, int joinedPartitions)
            throws InterruptedException {
        int brokers = cluster.brokers();
        Optional<Integer> wanted = settings.topicReplication();
        if (wanted.isPresent() && wanted.get() > brokers) {
            throw new TooFewBrokersException("TOPIC_REPLICATION asks for " + wanted.get() + " replicas and only "
                    + brokers + (brokers == 1 ? " broker is" : " brokers are") + " up: start more, or set it lower");
        }
        int replicas = wanted.orElse(Math.min(REPLICAS_WANTED, brokers));
        Map<Topic, NewTopic> requests = new EnumMap<>(Topic.class);
        for (Topic topic : missing) {
            requests.put(topic, request(topic, joinedPartitions, replicas));
        }
        Map<String, KafkaFuture<Void>> answers = cluster.admin().createTopics(requests.values()).values();
        Set<Topic> created = EnumSet.noneOf(Topic.class);
        for (Map.Entry<Topic, NewTopic> request : requests.entrySet()) {
            NewTopic topic = request.getValue();
            try {
                ClusterConnection.await(Objects.requireNonNull(answers.get(topic.name())));
                created.add(request.getKey());
                log.info("created topic {} with partitions {} and replicas {}", topic.name(), topic.numPartitions(),
                        replicas);
            } catch (TopicExistsException faster) {
                log.debug("another service created topic {}", topic.name(), faster);
            } catch (AuthorizationException denied) {
                throw new StartException("topic " + topic.name()
                        + " does not exist and this service's Kafka user may not create it: create it with "
                        + topic.numPartitions() + " partitions and " + topic.configs() + ", or grant CREATE", denied);
            } catch (RetriableException passing) {
                throw passing;
            } catch (ApiException refused) {
                throw new StartException("Kafka refuses to create topic " + topic.name() + " with "
                        + topic.numPartitions() + " partitions, " + replicas + " replicas and " + topic.configs() + ": "
                        + refused.getMessage(), refused);
            }
        }
        return created;
    }

    private NewTopic request(Topic topic, int joinedPartitions, int replicas) {
        int partitions = switch (topic.partitioning()) {
            case JOINED -> joinedPartitions;
            case SINGLE -> 1;
        };
        Map<String, String> config = new HashMap<>(topic.config());
        if (replicas >= REPLICAS_WANTED) {
            config.putIfAbsent("min.insync.replicas", IN_SYNC_REPLICAS_OF_THREE);
        }
        return new NewTopic(settings.topic(topic), partitions, (short) replicas).configs(config);
    }

    /// Brokers may still be starting: it is worth waiting for them.
    private static final class TooFewBrokersException extends RetriableException {
        private static final long serialVersionUID = 1L;

        TooFewBrokersException(String message) {
            super(message);
        }
    }
}
