package io.starkbeat.standalone;

import io.starkbeat.kit.settings.SettingsTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Prints what can be set.
@Command(name = "settings", mixinStandardHelpOptions = true, versionProvider = Starkbeat.VersionText.class, description = "Prints all settings (environment variables) of all services, with their defaults.")
final class SettingsCommand implements Runnable {
    @Option(names = "--markdown", description = "As the Markdown table that stands in the README.")
    private boolean markdown;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public void run() {
        var out = spec.commandLine().getOut();
        out.print(markdown
                ? SettingsTable.markdown(AllServices.settings())
                : SettingsTable.text(AllServices.settings()));
        out.flush();
    }
}
