package io.starkbeat.standalone;

import io.starkbeat.kit.service.ProcessSettings;
import io.starkbeat.kit.service.ServiceDefinition;
import io.starkbeat.kit.service.ServiceMain;
import io.starkbeat.kit.service.ServiceProcess;
import io.starkbeat.kit.settings.Setting;
import io.starkbeat.kit.settings.SettingsTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/// One service alone in this process, set by the environment.
@Command(mixinStandardHelpOptions = true, versionProvider = Starkbeat.VersionText.class)
final class ServiceCommand implements Callable<Integer> {
    private final ServiceDefinition service;
    private final Map<String, String> environment;

    private ServiceCommand(ServiceDefinition service, Map<String, String> environment) {
        this.service = service;
        this.environment = environment;
    }

    static CommandSpec of(ServiceDefinition service, Map<String, String> environment) {
        var spec = CommandSpec.forAnnotatedObject(new ServiceCommand(service, environment));
        List<Setting<?>> settings = new ArrayList<>(service.settings());
        settings.addAll(ProcessSettings.all(service.managementPort()));
        spec.usageMessage()
                .description("Runs the " + service.name()
                        + " alone, until Ctrl-C or SIGTERM stops it. It is set by environment "
                        + "variables.")
                .footerHeading("%nEnvironment variables, with their defaults:%n")
                // The usage text is a format: a percent sign in it has to be doubled.
                .footer(SettingsTable.text(settings).replace("%", "%%").split("\n", -1));
        return spec;
    }

    @Override
    public Integer call() {
        return ServiceMain.execute(() -> ServiceProcess.of(environment, List.of(service)), _ -> {}, System.err);
    }
}
