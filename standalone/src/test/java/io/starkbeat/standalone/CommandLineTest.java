package io.starkbeat.standalone;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the command line answers that starts nothing: help, and complaints about how it was used.
class CommandLineTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"up --demo=-1 | --demo is -1; it must be 0 to 1000",
            "up --demo=many | Invalid value for option '--demo'", "up --kafka-port=70000 | --kafka-port is 70000",
            "up --kafka-port=8080 | --gateway-port and --kafka-port are both 8080", "up --frob | '--frob'",
            "start | 'start'", "gateway now | 'now'", "crawl --network=SN_MAIN --once | --bootstrap",
            "crawl --bootstrap=boot.example:7777 --network=SN_MAIN --once | 'boot.example:7777' is no multiaddr",
            "crawl --bootstrap=/ip4/203.0.113.7/udp/1/quic-v1 --network=SN_MAIN | is of a kind that is not dialled",
            "crawl --bootstrap=/ip4/203.0.113.7/tcp/1 --network=SN/MAIN | is no chain's name",
            "crawl --bootstrap=/ip4/203.0.113.7/tcp/1 --network=SN_MAIN --output=xml | Invalid value for option '--output'",
            "crawl --bootstrap=/ip4/203.0.113.7/tcp/1 --network=SN_MAIN --interval=1s | it must be 30s or more",
            "verify-state --wait=60 | not a duration such as 500ms"})
    void wrongUsageIsOneLineAndExitCode2(String command, String complaint) {
        assertThat(execute(command)).isEqualTo(2);
        assertThat(err.toString().lines()).as(err.toString()).singleElement(as(STRING)).startsWith("starkbeat: ")
                .contains(complaint)
                .contains("--help");
    }

    @ParameterizedTest
    @CsvSource({"up --help,--gateway-port", "gateway --help,GATEWAY_PORT", "aggregator --help,COMMIT_INTERVAL",
            "query --help,QUERY_PORT", "--help,aggregator", "up --version,starkbeat ", "gateway --version,starkbeat ",
            "verify-state --help,--no-api", "crawl --help,--allow-private", "crawler --help,CRAWL_BOOTSTRAP",
            "settings --markdown,| `GATEWAY_PORT` |", "fields --markdown,| `current_block_number_l2` | `blockHeight` |",
            "fields,The node's libp2p peer id"})
    void helpAndVersionAreThere(String command, String contained) {
        assertThat(execute(command)).isZero();
        assertThat(out.toString()).contains(contained);
        assertThat(err.toString()).isEmpty();
    }

    private int execute(String command) {
        return Starkbeat.commandLine(Map.of())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(command.split(" "));
    }
}
