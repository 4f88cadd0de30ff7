package io.starkbeat.query.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.starkbeat.query.dashboard.Dashboard;
import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// How the dashboard is served; what it does is a browser's to tell (`DashboardTest`).
class DashboardServedTest {
    private static final String BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
    private ServedApi api;

    @BeforeEach
    void start() {
        api = ServedApi.withFiveNodes();
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void browsersGetThePageAndProgramsTheIndex() throws Exception {
        HttpResponse<byte[]> page = api.get("/", "Accept", BROWSER);
        assertThat(ServedApi.header(page, "content-type")).isEqualTo("text/html; charset=utf-8");
        assertThat(ServedApi.text(page)).startsWith("<!doctype html>").doesNotContain("${");
        for (String accept : List.of("*/*", "application/json", "image/png")) {
            HttpResponse<byte[]> index = api.get("/", "Accept", accept);
            assertThat(ServedApi.header(index, "content-type")).isEqualTo("application/json");
            assertThat(ServedApi.text(index)).contains("/api/nodes/stream");
        }
    }

    @Test
    void thePolicyAllowsThePagesOwnFilesAndNothingElse() throws Exception {
        String policy = ServedApi.header(api.get("/", "Accept", BROWSER), "content-security-policy");
        assertThat(policy).startsWith("default-src 'none'; ").contains("frame-ancestors 'none'", "base-uri 'none'",
                "form-action 'none'", "require-trusted-types-for 'script'").doesNotContain("unsafe", "http", "data:",
                        " *");
        assertThat(Pattern.compile("script-src 'self' 'sha256-[A-Za-z0-9+/]{43}=';").matcher(policy).find()).isTrue();
    }

    @Test
    void theWorkerHasAPolicyOfItsOwn() throws Exception {
        HttpResponse<byte[]> worker = api.asset(Dashboard.ASSETS + Dashboard.read().stamp() + "/feed/worker.js");
        assertThat(ServedApi.header(worker, "content-security-policy")).isEqualTo("default-src 'none'; "
                + "script-src 'self'; connect-src 'self'; require-trusted-types-for 'script'");
    }

    @Test
    void thePageIsAskedForAgainByItsTag() throws Exception {
        HttpResponse<byte[]> page = api.get("/", "Accept", BROWSER);
        assertThat(ServedApi.header(page, "cache-control")).isEqualTo("no-cache");
        HttpResponse<byte[]> again = api.get("/", "Accept", BROWSER, "If-None-Match", ServedApi.header(page, "etag"));
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
    }

    @Test
    void everyFileThatThePageNamesIsServedForGood() throws Exception {
        Matcher links = Pattern.compile("(?:href|src)=\"(" + Dashboard.ASSETS + "[^\"]+)\"|\"(/assets/[^\"]+\\.js)\"")
                .matcher(ServedApi.text(api.get("/", "Accept", BROWSER)));
        int files = 0;
        while (links.find()) {
            String path = links.group(1) == null ? links.group(2) : links.group(1);
            HttpResponse<byte[]> file = api.asset(path);
            assertThat(file.statusCode()).as(path).isEqualTo(200);
            assertThat(ServedApi.header(file, "cache-control")).isEqualTo("public, max-age=31536000, immutable");
            assertThat(ServedApi.header(file, "x-content-type-options")).isEqualTo("nosniff");
            files++;
        }
        assertThat(files).isGreaterThan(40);
    }

    @Test
    void filesComeAsGzipToWhoTakesIt() throws Exception {
        String path = Dashboard.ASSETS + Dashboard.read().stamp() + "/main.js";
        HttpResponse<byte[]> plain = api.asset(path);
        HttpResponse<byte[]> gzip = api.asset(path, "Accept-Encoding", "gzip");
        assertThat(ServedApi.header(gzip, "content-encoding")).isEqualTo("gzip");
        assertThat(ServedApi.header(gzip, "vary")).isEqualTo("Accept-Encoding");
        assertThat(gzip.body().length).isLessThan(plain.body().length / 2);
        assertThat(new GZIPInputStream(new ByteArrayInputStream(gzip.body())).readAllBytes()).isEqualTo(plain.body());
    }

    @Test
    void nothingElseIsServed() throws Exception {
        String root = Dashboard.ASSETS + Dashboard.read().stamp();
        for (String path : List.of(root + "/index.html", root + "/../main.js", root + "/..%2F..%2Flogback.xml",
                root + "/Dashboard.class", root + "/lib/lit/package.json", root + "/", root,
                Dashboard.ASSETS + "0123456789ab/main.js", Dashboard.ASSETS)) {
            HttpResponse<byte[]> answer = api.asset(path);
            assertThat(answer.statusCode()).as(path).isEqualTo(404);
            assertThat(ServedApi.header(answer, "cache-control")).isEqualTo("no-store");
        }
    }
}
