package io.starkbeat.schemas.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The keys are the test vectors of libp2p's peer-ids specification; their texts were computed from them by other means
/// than the code under test.
final class PeerIdTest {
    private static final String ED25519_KEY = "080112201ed1e8fae2c4a144b8be8fd4b47bf3d3b34b871c3cacf6010f0e42d474fce27e";
    private static final String SECP256K1_KEY = "08021221037777e994e452c21604f91de093ce415f5432f701dd8cd1a7a6fea0e630bfca99";
    private static final String ECDSA_KEY = "0803125b3059301306072a8648ce3d020106082a8648ce3d03010703420004de3d300fa36ae0e8"
            + "f5d530899d83abab44abf3161f162a4bc901d8e6ecda020e8b6d5f8da30525e71d6851510c098e5c47c646a597fb4dcec034e9f77"
            + "c409e62";
    private static final String RSA_KEY = "080012a60430820222300d06092a864886f70d01010105000382020f003082020a0282020100e1beab"
            + "071d08200bde24eef00d049449b07770ff9910257b2d7d5dda242ce8f0e2f12e1af4b32d9efd2c090f66b0f29986dbb645dae9880"
            + "089704a94e5066d594162ae6ee8892e6ec70701db0a6c445c04778eb3de1293aa1a23c3825b85c6620a2bc3f82f9b0c309bc0ab3a"
            + "eb1873282bebd3da03c33e76c21e9beb172fd44c9e43be32e2c99827033cf8d0f0c606f4579326c930eb4e854395ad941256542c7"
            + "93902185153c474bed109d6ff5141ebf9cd256cf58893a37f83729f97e7cb435ec679d2e33901d27bb35aa0d7e20561da08885ef0"
            + "abbf8e2fb48d6a5487047a9ecb1ad41fa7ed84f6e3e8ecd5d98b3982d2a901b4454991766da295ab78822add5612a2df83bcee814"
            + "cf50973e80d7ef38111b1bd87da2ae92438a2c8cbcc70b31ee319939a3b9c761dbc13b5c086d6b64bf7ae7dacc14622375d92a8ff"
            + "9af7eb962162bbddebf90acb32adb5e4e4029f1c96019949ecfbfeffd7ac1e3fbcc6b6168c34be3d5a2e5999fcbb39bba7adbca78"
            + "eab09b9bc39f7fa4b93411f4cc175e70c0a083e96bfaefb04a9580b4753c1738a6a760ae1afd851a1a4bdad231cf56e9284d83248"
            + "3df215a46c1c21bdf0c6cfe951c18f1ee4078c79c13d63edb6e14feaeffabc90ad317e4875fe648101b0864097e998f0ca3025ef9"
            + "638cd2b0caecd3770ab54a1d9c6ca959b0f5dcbc90caeefc4135baca6fd475224269bbe1b0203010001";

    /// The key's text in base58, its CIDv1 in base32 and in base36.
    static Stream<Arguments> publishedKeys() {
        return Stream.of(
                Arguments.of(ED25519_KEY, "12D3KooWBtg3aaRMjxwedh83aGiUkwSxDwUZkzuJcfaqUmo7R3pq",
                        "bafzaajaiaejcahwr5d5ofrfbis4l5d6uwr57hu5tjodrypfm6yaq6dsc2r2pzyt6",
                        "k51qzi5uqu5dgy8qsq67hbz73jqkw87l3fgf4a91qb0d9b5173tir7n4vxk1oe"),
                Arguments.of(SECP256K1_KEY, "16Uiu2HAmLhLvBoYaoZfaMUKuibM6ac163GwKY74c5kiSLg5KvLpY",
                        "bafzaajiiaijcca3xo7uzjzcsyilaj6i54cj44qk7kqzpoao5rti2pjx6udtdbp6kte",
                        "kzwfwjn5ji4put13uvtwtc7azzwk42cq2o8ctfnxa6q8n90e72o3pjqbrp3lpcp"),
                Arguments.of(ECDSA_KEY, "QmVMT29id3TUASyfZZ6k9hmNyc2nYabCo4uMSpDw4zrgDk",
                        "bafzbeidigywdclqvl5hxfefwp5onbffcfife7pza57mmfb4tiqmtkdjw64",
                        "k2k4r8m0iploq6r25jp915xawtnx0qdr0je62jws2kki6votbj5191x3"),
                Arguments.of(RSA_KEY, "QmaeANgBs1DTSxWSrPPtobgQuxW8XTfsS4ydbK4rCHzqxG",
                        "bafzbeifwzcumbiyql7bhv7fe7mixg6i7aohegq75k234m63bnw6dbicmzu",
                        "k2k4r8nz0pc9sm08wgacijx1ic8vxy9e2770otjszhz1nodfs0brtvpp"));
    }

    @ParameterizedTest
    @MethodSource("publishedKeys")
    void aKeyHasOneIdInAllItsTexts(String key, String base58, String base32, String base36) {
        byte[] multihash = multihash(HexFormat.of().parseHex(key));
        byte[] cid = concatenate(new byte[]{0x01, 0x72}, multihash);
        assertThat(Base58.encode(multihash)).isEqualTo(base58);
        for (String text : List.of(base58, base32, 'B' + base32.substring(1).toUpperCase(Locale.ROOT), base36,
                'z' + Base58.encode(cid), 'f' + HexFormat.of().formatHex(cid))) {
            assertThat(PeerId.parse(text)).as(text).hasToString("Optional[" + base58 + "]");
        }
        assertThat(PeerId.parse(base32)).isEqualTo(PeerId.parse(base58)).hasSameHashCodeAs(PeerId.parse(base58));
        assertThat(PeerId.isCanonical(base58)).isTrue();
        assertThat(PeerId.isCanonical(base32)).isFalse();
        assertThat(PeerId.ofEncodedKey(HexFormat.of().parseHex(key))).hasToString(base58);
        assertThat(PeerId.ofMultihash(multihash)).hasToString("Optional[" + base58 + "]");
        assertThat(PeerId.ofMultihash(multihash).orElseThrow().multihash()).isEqualTo(multihash);
    }

    /// Examples of libp2p's specification, and the one of the telemetry specification.
    @ParameterizedTest
    @CsvSource({
            "bafzbeie5745rpv2m6tjyuugywy4d5ewrqgqqhfnf445he3omzpjbx5xqxe, QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5N",
            "QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5N, QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5N",
            "12D3KooWD3eckifWpRn9wQpMG9R9hX3sD158z7EqHWmweQAJU5SA, 12D3KooWD3eckifWpRn9wQpMG9R9hX3sD158z7EqHWmweQAJU5SA",
            "12D3KooWMo65MdEXUembrdnYTdw588mREZmQrebkmJwpPbkGbony, 12D3KooWMo65MdEXUembrdnYTdw588mREZmQrebkmJwpPbkGbony",
            "bafzaajaiaejcbmpyo5ghih2gigsehbk7gn2nlyiy3lo6wmfmo673axbtbymz2qec,"
                    + " 12D3KooWMo65MdEXUembrdnYTdw588mREZmQrebkmJwpPbkGbony"})
    void examplesOfTheSpecificationsAreIds(String text, String base58) {
        assertThat(PeerId.parse(text)).hasToString("Optional[" + base58 + "]");
    }

    /// Each multihash is refused bare and in a CID.
    static Stream<Arguments> noKeyHashes() {
        String ed25519 = ED25519_KEY.substring(8);
        String digest = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881";
        return Stream.of(
                Arguments.of("nothing", ""),
                Arguments.of("a code alone", "00"),
                Arguments.of("identity of nothing", "0000"),
                Arguments.of("identity cut short", "0024" + ED25519_KEY.substring(0, 70)),
                Arguments.of("identity with a byte more", "0024" + ED25519_KEY + "00"),
                Arguments.of("a length that is too small", "0023" + ED25519_KEY),
                Arguments.of("a length that is too large", "0025" + ED25519_KEY),
                Arguments.of("identity of no key", "0024" + "ab".repeat(36)),
                Arguments.of("an Ed25519 key of 31 bytes", "00230801121f" + ed25519.substring(2)),
                Arguments.of("a key whose length is another", "002408011221" + ed25519),
                Arguments.of("a key of no known type", "002408051220" + ed25519),
                Arguments.of("an inlined RSA key", "002408001220" + ed25519),
                Arguments.of("a key with its parts in another order", "00241220" + ed25519 + "0801"),
                Arguments.of("a secp256k1 key that is no compressed point", "002508021221" + "05" + ed25519),
                Arguments.of("a key type of two bytes", "00250881001220" + ed25519),
                Arguments.of("a key too long to be inlined", "002b08011227" + "11".repeat(39)),
                Arguments.of("a code of two bytes", "800024" + ED25519_KEY),
                Arguments.of("a length of two bytes", "00a400" + ED25519_KEY),
                Arguments.of("sha2-256 cut short", "121f" + digest.substring(2)),
                Arguments.of("sha2-256 cut short, with the right length", "1220" + digest.substring(2)),
                Arguments.of("sha2-256 with a byte more", "1221" + digest + "00"),
                Arguments.of("a sha2-256 code of two bytes", "920020" + digest),
                Arguments.of("sha1", "1114" + digest.substring(0, 40)),
                Arguments.of("sha2-512", "1340" + digest + digest),
                Arguments.of("blake2b-256", "a0e40220" + digest));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("noKeyHashes")
    void whatHashesNoKeyIsNoId(String name, String hex) {
        assertThat(PeerId.parse(Base58.encode(HexFormat.of().parseHex(hex)))).isEmpty();
        assertThat(PeerId.parse("f0172" + hex)).isEmpty();
        assertThat(PeerId.ofMultihash(HexFormat.of().parseHex(hex))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "", " ", "1", "Qm", "b", "z", "k", "f", "x", "12D3KooW",
            // no letters of base58: 0, O, I, l, a space, a letter that is none of ASCII
            "12D3KooWMo65MdEXUembrdnYTdw588mREZmQrebkmJwpPbkGbon0",
            "12D3KooWMo65MdEXUembrdnYTdw588mREZmQrebkmJwpPbkGbonO",
            "12D3KooWMo65MdEXUembrdnYTdw588mREZmQrebkmJwpPbkGbonI",
            "12D3KooWMo65MdEXUembrdnYTdw588mREZmQrebkmJwpPbkGbonl",
            " 12D3KooWMo65MdEXUembrdnYTdw588mREZmQrebkmJwpPbkGbony",
            "12D3KooWMo65MdEXUembrdnYTdw588mREZmQrebkmJwpPbkGbonу",
            // one letter short, one more, one other, a leading one more
            "12D3KooWMo65MdEXUembrdnYTdw588mREZmQrebkmJwpPbkGbon",
            "12D3KooWMo65MdEXUembrdnYTdw588mREZmQrebkmJwpPbkGbonyy",
            "22D3KooWMo65MdEXUembrdnYTdw588mREZmQrebkmJwpPbkGbony",
            "112D3KooWMo65MdEXUembrdnYTdw588mREZmQrebkmJwpPbkGbony",
            // base32: a letter of none, padding, upper case behind b, lower case behind B, trailing bits, a whole letter more
            "bafzaajaiaejcahwr5d5ofrfbis4l5d6uwr57hu5tjodrypfm6yaq6dsc2r2pzyt1",
            "bafzaajaiaejcahwr5d5ofrfbis4l5d6uwr57hu5tjodrypfm6yaq6dsc2r2pzyt6======",
            "bAFZAAJAIAEJCAHWR5D5OFRFBIS4L5D6UWR57HU5TJODRYPFM6YAQ6DSC2R2PZYT6",
            "Bafzaajaiaejcahwr5d5ofrfbis4l5d6uwr57hu5tjodrypfm6yaq6dsc2r2pzyt6",
            "bafzbeie5745rpv2m6tjyuugywy4d5ewrqgqqhfnf445he3omzpjbx5xqxf",
            "bafzbeie5745rpv2m6tjyuugywy4d5ewrqgqqhfnf445he3omzpjbx5xqxea",
            // the CID's multicodec dag-pb, its version 0 and 2, its codec and version in two bytes
            "bafyaajaiaejcahwr5d5ofrfbis4l5d6uwr57hu5tjodrypfm6yaq6dsc2r2pzyt6",
            "babzaajaiaejcahwr5d5ofrfbis4l5d6uwr57hu5tjodrypfm6yaq6dsc2r2pzyt6",
            "bajzaajaiaejcahwr5d5ofrfbis4l5d6uwr57hu5tjodrypfm6yaq6dsc2r2pzyt6",
            "bahzaaabebaareia62hupvyweufclrpup2s2hx46twnfyohb4vt3acdyoilkhj7hcpy",
            "bqeaheabebaareia62hupvyweufclrpup2s2hx46twnfyohb4vt3acdyoilkhj7hcpy",
            // base36 with a zero byte in front, with upper case, with a sign
            "k051qzi5uqu5dgy8qsq67hbz73jqkw87l3fgf4a91qb0d9b5173tir7n4vxk1oe",
            "kK51qzi5uqu5dgy8qsq67hbz73jqkw87l3fgf4a91qb0d9b5173tir7n4vxk1oe",
            "k-51qzi5uqu5dgy8qsq67hbz73jqkw87l3fgf4a91qb0d9b5173tir7n4vxk1oe",
            // hex of an odd number of digits, and of no digits
            "f01720024080112201ed1e8fae2c4a144b8be8fd4b47bf3d3b34b871c3cacf6010f0e42d474fce27",
            "f0172xx24080112201ed1e8fae2c4a144b8be8fd4b47bf3d3b34b871c3cacf6010f0e42d474fce27e"})
    void whatIsNoTextOfAnIdIsRefused(String text) {
        assertThat(PeerId.parse(text)).isEmpty();
        assertThat(PeerId.isCanonical(text)).isFalse();
    }

    @Test
    void hugeTextsAreRefusedWithoutBeingRead() {
        for (String start : List.of("1", "Qm", "b", "z", "k", "f")) {
            assertThat(PeerId.parse(start + "1".repeat(10_000_000))).isEmpty();
        }
        assertThat(PeerId.isCanonical(null)).isFalse();
    }

    /// Whatever is taken is the text of exactly one id, and the id's text is taken as itself.
    @Test
    void changedTextsAreRefusedOrTakenAsThemselves() {
        Random random = new Random(58);
        String alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
        int taken = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder("12D3KooWMo65MdEXUembrdnYTdw588mREZmQrebkmJwpPbkGbony");
            text.setCharAt(random.nextInt(text.length()), alphabet.charAt(random.nextInt(58)));
            var id = PeerId.parse(text.toString());
            if (id.isPresent()) {
                taken++;
                assertThat(id.get()).hasToString(text.toString());
            }
        }
        assertThat(taken).isPositive();
    }

    private static byte[] multihash(byte[] key) {
        try {
            return key.length <= 42
                    ? concatenate(new byte[]{0x00, (byte) key.length}, key)
                    : concatenate(new byte[]{0x12, 0x20}, MessageDigest.getInstance("SHA-256").digest(key));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] concatenate(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
