package io.starkbeat.gateway.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkNamesTest {
    @ParameterizedTest
    @CsvSource({
            "SN_MAIN, SN_MAIN", "sn_main, SN_MAIN", "Starknet, SN_MAIN", "Starknet Mainnet, SN_MAIN",
            "MAINNET, SN_MAIN", "0x534e5f4d41494e, SN_MAIN", "0X534E5F4D41494E, SN_MAIN",
            "0x534e5f5345504f4c4941, SN_SEPOLIA", "Starknet Sepolia, SN_SEPOLIA",
            "Starknet Sepolia Integration, SN_INTEGRATION_SEPOLIA", "My Devnet, My Devnet", "0x1234, 0x1234",
            "0x123, 0x123", "0xzz, 0xzz", "0x, 0x"})
    void oneNetworkHasOneName(String sent, String chainId) {
        assertThat(NetworkNames.BUILT_IN.chainId(sent)).isEqualTo(chainId);
    }

    @Test
    void namesOfAnOperatorAddToTheBuiltInOnesAndReplaceThem() {
        NetworkNames names = NetworkNames.parse("My Devnet=MY_NET, starknet = SN_OTHER");

        assertThat(names.chainId("my devnet")).isEqualTo("MY_NET");
        assertThat(names.chainId("my_net")).isEqualTo("MY_NET");
        assertThat(names.chainId("0x4d595f4e4554")).isEqualTo("MY_NET");
        assertThat(names.chainId("Starknet")).isEqualTo("SN_OTHER");
        assertThat(names.chainId("Starknet Mainnet")).isEqualTo("SN_MAIN");
        assertThat(NetworkNames.parse("none").chainId("mainnet")).isEqualTo("SN_MAIN");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "=y", "x=", "x=y,", "x=y,X=z", "x=y=z"})
    void whatIsNoNameAndChainIdIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> NetworkNames.parse(text));
    }
}
