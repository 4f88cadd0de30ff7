package io.starkbeat.crawler.libp2p.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/// A name server on loopback (RFC 1035) that knows A and TXT records.
public final class DnsServer implements AutoCloseable {
    /// A name about which it says nothing.
    public static final String UNANSWERED = "unanswered";

    private static final int TYPE_A = 1;
    private static final int TYPE_TXT = 16;

    private final DatagramSocket socket = new DatagramSocket(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    private final AtomicInteger questions = new AtomicInteger();

    private DnsServer() throws IOException {}

    public static DnsServer start(Map<String, List<String>> addresses, Map<String, List<String>> texts)
            throws IOException {
        DnsServer server = new DnsServer();
        Thread.ofPlatform().daemon().start(() -> server.serve(addresses, texts));
        return server;
    }

    public static DnsServer silent() throws IOException {
        return new DnsServer();
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    public int questions() {
        return questions.get();
    }

    private void serve(Map<String, List<String>> addresses, Map<String, List<String>> texts) {
        try {
            while (true) {
                DatagramPacket packet = new DatagramPacket(new byte[512], 512);
                socket.receive(packet);
                questions.incrementAndGet();
                if (new String(packet.getData(), 0, packet.getLength(), StandardCharsets.US_ASCII)
                        .contains(UNANSWERED)) {
                    continue;
                }
                byte[] answer = answer(ByteBuffer.wrap(packet.getData(), 0, packet.getLength()), addresses, texts);
                socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            }
        } catch (IOException e) {
            // The socket was closed.
        }
    }

    private static byte[] answer(ByteBuffer question, Map<String, List<String>> addresses,
            Map<String, List<String>> texts)
            throws IOException {
        short id = question.getShort();
        question.position(12);
        StringBuilder name = new StringBuilder();
        for (int length = question.get(); length != 0; length = question.get()) {
            byte[] label = new byte[length];
            question.get(label);
            name.append(name.isEmpty() ? "" : ".").append(new String(label, StandardCharsets.US_ASCII));
        }
        int type = question.getShort();
        byte[] asked = new byte[question.position() + 2 - 12];
        question.get(12, asked);
        List<String> records = (type == TYPE_A ? addresses : type == TYPE_TXT ? texts : Map.<String, List<String>>of())
                .getOrDefault(name.toString(), List.of());
        boolean exists = addresses.containsKey(name.toString()) || texts.containsKey(name.toString());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(
                ByteBuffer.allocate(12).putShort(id).putShort((short) (exists ? 0x8580 : 0x8583)).putShort((short) 1)
                        .putShort((short) records.size()).putShort((short) 0).putShort((short) 0).array());
        out.writeBytes(asked);
        for (String record : records) {
            byte[] data = type == TYPE_A ? InetAddress.getByName(record).getAddress() : strings(record);
            // The name of the question, and a minute.
            out.writeBytes(ByteBuffer.allocate(12).putShort((short) 0xc00c).putShort((short) type).putShort((short) 1)
                    .putInt(60).putShort((short) data.length).array());
            out.writeBytes(data);
        }
        return out.toByteArray();
    }

    /// In two strings, as long records have to be.
    private static byte[] strings(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        int half = bytes.length / 2;
        return ByteBuffer.allocate(bytes.length + 2).put((byte) half).put(bytes, 0, half)
                .put((byte) (bytes.length - half))
                .put(bytes, half, bytes.length - half).array();
    }

    @Override
    public void close() {
        socket.close();
    }
}
