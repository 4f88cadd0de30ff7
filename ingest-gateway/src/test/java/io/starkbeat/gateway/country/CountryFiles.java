package io.starkbeat.gateway.country;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Writes small files in MaxMind's format, version 2.0: a search tree of bits, a section of records, and behind a marker
/// what the file is. See https://maxmind.github.io/MaxMind-DB/.
public final class CountryFiles {
    private static final int UTF8 = 2;
    private static final int UINT16 = 5;
    private static final int UINT32 = 6;
    private static final int MAP = 7;
    private static final int UINT64 = 9;
    private static final int ARRAY = 11;
    private static final int SEPARATOR = 16;

    private final int ipVersion;
    private final int recordSize;
    private final String type;
    private final Instant builtAt;
    private final Node root = new Node();
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();

    /// A fork of the tree: below each side another, an offset in the section of records, or nothing.
    private static final class Node {
        private final Object[] sides = new Object[2];
    }

    /// @param ipVersion  4, or 6 for both
    /// @param recordSize bits of one side of a node: 24, 28 or 32
    public CountryFiles(int ipVersion, int recordSize, String type, Instant builtAt) {
        this.ipVersion = ipVersion;
        this.recordSize = recordSize;
        this.type = type;
        this.builtAt = builtAt;
    }

    /// As the two usual vendors have it.
    public static Map<String, Object> country(String code) {
        return Map.of("country", Map.of("iso_code", code, "names", Map.of("en", "a country")));
    }

    /// @param network for example `192.0.2.0/24`
    public CountryFiles put(String network, Map<String, Object> record) {
        int offset = data.size();
        write(record, data);
        String[] parts = network.split("/", 2);
        byte[] address = InetAddress.ofLiteral(parts[0]).getAddress();
        int length = Integer.parseInt(parts[1]);
        if (ipVersion == 6 && address.length == 4) {
            // IPv4 lies under ::/96.
            byte[] wide = new byte[16];
            System.arraycopy(address, 0, wide, 12, 4);
            address = wide;
            length += 96;
        }
        Node node = root;
        for (int i = 0; i < length - 1; i++) {
            int side = bit(address, i);
            if (!(node.sides[side] instanceof Node)) {
                Node below = new Node();
                // What the wider network says holds for the rest of it.
                below.sides[0] = node.sides[side];
                below.sides[1] = node.sides[side];
                node.sides[side] = below;
            }
            node = (Node) node.sides[side];
        }
        node.sides[bit(address, length - 1)] = offset;
        return this;
    }

    private static int bit(byte[] address, int i) {
        return address[i / 8] >> (7 - i % 8) & 1;
    }

    public byte[] bytes() {
        List<Node> nodes = new ArrayList<>();
        collect(root, nodes);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        for (Node node : nodes) {
            writeFork(value(node.sides[0], nodes), value(node.sides[1], nodes), file);
        }
        file.writeBytes(new byte[SEPARATOR]);
        file.writeBytes(data.toByteArray());
        file.writeBytes(new byte[]{(byte) 0xAB, (byte) 0xCD, (byte) 0xEF});
        file.writeBytes("MaxMind.com".getBytes(UTF_8));
        head(MAP, 9, file);
        write("node_count", UINT32, nodes.size(), file);
        write("record_size", UINT16, recordSize, file);
        write("ip_version", UINT16, ipVersion, file);
        write("binary_format_major_version", UINT16, 2, file);
        write("binary_format_minor_version", UINT16, 0, file);
        write("build_epoch", UINT64, builtAt.getEpochSecond(), file);
        write("database_type", file);
        write(type, file);
        write("languages", file);
        head(ARRAY, 1, file);
        write("en", file);
        write("description", file);
        write(Map.of("en", "for a test"), file);
        return file.toByteArray();
    }

    /// Puts the file in place as a good updater does: in one step.
    public void replace(Path place) throws IOException {
        Path beside = place.resolveSibling(place.getFileName() + ".new");
        Files.write(beside, bytes());
        Files.move(beside, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void collect(Node node, List<Node> into) {
        into.add(node);
        for (Object side : node.sides) {
            if (side instanceof Node below) {
                collect(below, into);
            }
        }
    }

    private static long value(Object side, List<Node> nodes) {
        return switch (side) {
            case null -> nodes.size();
            case Node below -> nodes.indexOf(below);
            default -> nodes.size() + SEPARATOR + (int) side;
        };
    }

    private void writeFork(long left, long right, ByteArrayOutputStream to) {
        if (recordSize == 28) {
            bytes(left, 3, to);
            to.write((int) (left >> 24 << 4 | right >> 24));
            bytes(right, 3, to);
        } else {
            bytes(left, recordSize / 8, to);
            bytes(right, recordSize / 8, to);
        }
    }

    private static void bytes(long value, int count, ByteArrayOutputStream to) {
        for (int shift = (count - 1) * 8; shift >= 0; shift -= 8) {
            to.write((int) (value >> shift));
        }
    }

    private static void write(Map<String, Object> map, ByteArrayOutputStream to) {
        head(MAP, map.size(), to);
        map.forEach((key, value) -> {
            write(key, to);
            switch (value) {
                case Map<?, ?> inner -> {
                    @SuppressWarnings("unchecked")
                    Map<String, Object> typed = (Map<String, Object>) inner;
                    write(typed, to);
                }
                case Integer number -> write(UINT32, number, to);
                default -> write((String) value, to);
            }
        });
    }

    private static void write(String key, int type, long value, ByteArrayOutputStream to) {
        write(key, to);
        write(type, value, to);
    }

    private static void write(int type, long value, ByteArrayOutputStream to) {
        byte[] bytes = BigInteger.valueOf(value).toByteArray();
        int leading = bytes[0] == 0 ? 1 : 0;
        head(type, bytes.length - leading, to);
        to.write(bytes, leading, bytes.length - leading);
    }

    private static void write(String text, ByteArrayOutputStream to) {
        byte[] utf8 = text.getBytes(UTF_8);
        head(UTF8, utf8.length, to);
        to.writeBytes(utf8);
    }

    /// Sizes from 29 on take more bytes, which no test needs.
    private static void head(int type, int size, ByteArrayOutputStream to) {
        if (size > 28) {
            throw new IllegalArgumentException(size + " is more than this writer writes");
        }
        if (type <= MAP) {
            to.write(type << 5 | size);
        } else {
            to.write(size);
            to.write(type - MAP);
        }
    }
}
