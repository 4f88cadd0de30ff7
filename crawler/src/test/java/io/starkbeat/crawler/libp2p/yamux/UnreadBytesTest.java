package io.starkbeat.crawler.libp2p.yamux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

final class UnreadBytesTest {
    /// However a window is cut into pieces, and read in between.
    @Property(tries = 20)
    void aFullWindowTakesUpNoMoreThanAWindow(@ForAll @IntRange(min = 1000, max = 70_000) int piece,
            @ForAll @IntRange(min = 0, max = 70_000) int taken) {
        UnreadBytes unread = new UnreadBytes();
        for (int said = 0; said < 3 * YamuxStream.WINDOW; said += piece) {
            if (unread.size() + piece > YamuxStream.WINDOW) {
                unread.take(new byte[taken], 0, taken);
            }
            unread.add(new byte[Math.min(piece, YamuxStream.WINDOW - unread.size())]);
            assertThat(unread.room()).isLessThanOrEqualTo(YamuxStream.WINDOW);
        }
    }

    /// Whatever is added and taken in turn comes out as it went in.
    @Property
    void whatIsAddedIsTakenInOrder(@ForAll @Size(max = 30) List<@Size(max = 40) byte[]> pieces,
            @ForAll @IntRange(min = 1, max = 60) int taken) {
        UnreadBytes unread = new UnreadBytes();
        ByteArrayOutputStream in = new ByteArrayOutputStream();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] some = new byte[taken];
        for (byte[] piece : pieces) {
            unread.add(piece.clone());
            in.writeBytes(piece);
            assertThat(unread.size()).isEqualTo(in.size() - out.size());
            if (in.size() % 3 == 0) {
                out.write(some, 0, unread.take(some, 0, taken));
            }
        }
        while (!unread.isEmpty()) {
            out.write(some, 0, unread.take(some, 0, taken));
        }
        assertThat(out.toByteArray()).isEqualTo(in.toByteArray());
        assertThat(unread.take(some, 0, taken)).isZero();
    }
}
