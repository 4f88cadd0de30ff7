package io.starkbeat.standalone;

import io.starkbeat.schemas.FieldReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Prints what a node can report.
@Command(name = "fields", mixinStandardHelpOptions = true, versionProvider = Starkbeat.VersionText.class, description = "Prints all fields that a node can report, with their names, values and units.")
final class FieldsCommand implements Runnable {
    @Option(names = "--markdown", description = "As the page docs/fields.md, with forms, ranges and other keys.")
    private boolean markdown;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public void run() {
        var out = spec.commandLine().getOut();
        out.print(markdown ? FieldReference.markdown() : FieldReference.text());
        out.flush();
    }
}
