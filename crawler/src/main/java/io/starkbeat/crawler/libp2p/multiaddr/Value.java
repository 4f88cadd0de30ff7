package io.starkbeat.crawler.libp2p.multiaddr;

import io.netty.util.NetUtil;
import io.starkbeat.schemas.peer.PeerId;
import java.net.Inet6Address;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;

/// What stands behind a protocol in a multiaddr: its bytes and its text. Both ways refuse with an
/// [IllegalArgumentException] that says what is wrong.
enum Value {
    NONE(0) {
        @Override
        String text(byte[] bytes) {
            return "";
        }

        @Override
        byte[] bytes(String text) {
            return new byte[0];
        }
    },
    IP4(4) {
        @Override
        String text(byte[] bytes) {
            return NetUtil.bytesToIpAddress(bytes);
        }

        @Override
        byte[] bytes(String text) {
            if (!NetUtil.isValidIpV4Address(text)) {
                throw new IllegalArgumentException("'" + text + "' is no IPv4 address");
            }
            return NetUtil.createByteArrayFromIpAddressString(text);
        }
    },
    IP6(16) {
        @Override
        String text(byte[] bytes) {
            try {
                // Not InetAddress, which makes an IPv4 address of a mapped one.
                return NetUtil.toAddressString(Inet6Address.getByAddress(null, bytes, -1), true);
            } catch (UnknownHostException e) {
                throw new IllegalStateException("16 bytes are an IPv6 address", e);
            }
        }

        @Override
        byte[] bytes(String text) {
            if (!NetUtil.isValidIpV6Address(text) || text.indexOf('%') >= 0 || text.indexOf('[') >= 0) {
                throw new IllegalArgumentException("'" + text + "' is no IPv6 address");
            }
            return NetUtil.createByteArrayFromIpAddressString(text);
        }
    },
    PORT(2) {
        @Override
        String text(byte[] bytes) {
            return Integer.toString(Short.toUnsignedInt(ByteBuffer.wrap(bytes).getShort()));
        }

        @Override
        byte[] bytes(String text) {
            return ByteBuffer.allocate(2).putShort((short) decimal(text, 0xffff)).array();
        }
    },
    BYTE(1) {
        @Override
        String text(byte[] bytes) {
            return Integer.toString(Byte.toUnsignedInt(bytes[0]));
        }

        @Override
        byte[] bytes(String text) {
            return new byte[]{(byte) decimal(text, 0xff)};
        }
    },
    TEXT(-1) {
        @Override
        String text(byte[] bytes) {
            try {
                String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
                return checked(text);
            } catch (CharacterCodingException e) {
                throw new IllegalArgumentException("a name that is no UTF-8", e);
            }
        }

        @Override
        byte[] bytes(String text) {
            return checked(text).getBytes(StandardCharsets.UTF_8);
        }

        private static String checked(String text) {
            if (text.isEmpty() || text.indexOf('/') >= 0 || text.chars().anyMatch(Multiaddr::isUnprintable)) {
                throw new IllegalArgumentException(
                        "a name that is empty, or has a '/', a space or a control character");
            }
            return text;
        }
    },
    PEER(-1) {
        @Override
        String text(byte[] bytes) {
            return PeerId.ofMultihash(bytes)
                    .orElseThrow(() -> new IllegalArgumentException("bytes that are no peer id"))
                    .toString();
        }

        @Override
        byte[] bytes(String text) {
            return PeerId.parse(text)
                    .orElseThrow(() -> new IllegalArgumentException("'" + text + "' is no peer id"))
                    .multihash();
        }
    },
    /// Only base64url, in which everyone writes certificates' hashes; another base is kept as text that is not understood.
    MULTIBASE(-1) {
        @Override
        String text(byte[] bytes) {
            return 'u' + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        }

        @Override
        byte[] bytes(String text) {
            if (!text.startsWith("u")) {
                throw new IllegalArgumentException("'" + text + "' is not in base64url");
            }
            return Base64.getUrlDecoder().decode(text.substring(1));
        }
    };

    /// The length stands before the value.
    static final int VARIABLE = -1;

    /// Without a sign and without leading zeros, so that one number has one text.
    private static final Pattern DECIMAL = Pattern.compile("0|[1-9][0-9]{0,4}");

    final int length;

    Value(int length) {
        this.length = length;
    }

    abstract String text(byte[] bytes);

    abstract byte[] bytes(String text);

    private static int decimal(String text, int max) {
        if (!DECIMAL.matcher(text).matches() || Integer.parseInt(text) > max) {
            throw new IllegalArgumentException("'" + text + "' is no number from 0 to " + max);
        }
        return Integer.parseInt(text);
    }
}
