using System.Runtime.CompilerServices;
using Microsoft.Extensions.Configuration;
using SessionGrains.Api.Startup;
using SessionGrains.Rooms;
using SessionGrains.Silo.Startup;

namespace SessionGrains.Api.Tests;

public sealed partial class KnownSettingsTests
{
    [Theory]
    [InlineData("docker-compose.yml")]
    [InlineData("src/Api/Dockerfile")]
    [InlineData("src/Silo/Dockerfile")]
    public async Task What_containers_are_told_is_known(string file)
    {
        var variables = Variable().Matches(await File.ReadAllTextAsync(Path.Combine(Root(), file))).Select(static match => match.Value.Replace("__", ":", StringComparison.Ordinal)).ToArray();

        Assert.NotEmpty(variables);
        Assert.All(variables, static name => KnownSettings.Refuse(Configure(name, "")));
    }

    [Fact]
    public async Task What_the_page_of_settings_lists_is_known()
    {
        var names = Listed().Matches(await File.ReadAllTextAsync(Path.Combine(Root(), "docs/settings.md"))).Select(static match => match.Groups[1].Value).ToArray();

        Assert.True(names.Length > 20);
        Assert.All(names, static name => KnownSettings.Refuse(Configure(name, "")));
    }

    [Theory]
    [InlineData("Storage:Provder", "did you mean Storage:Provider?")]
    [InlineData("Storage:Sqlite:MaxByte", "did you mean Storage:Sqlite:MaxBytes?")]
    [InlineData("Storage:Room:TightBelow", "did you mean Storage:Room:TightBelow")]
    [InlineData("sessions:retension", "did you mean Sessions:Retention?")]
    [InlineData("Cluster:Tls:Certificat", "did you mean Cluster:Tls:Certificate?")]
    [InlineData("Operator:Keys:0:Alows", "did you mean Operator:Keys:0:Allows?")]
    [InlineData("Operator:Keys:Name", "did you mean Operator:Keys:0:Name?")]
    [InlineData("Proxy:Trust", "did you mean Proxy:Trusted?")]
    [InlineData("Door:MaxConections", "did you mean Door:MaxConnections?")]
    [InlineData("Cors:Origins", "unknown")]
    [InlineData("Dashboard:Profile", "unknown")]
    [InlineData("Process:SomethingElseAltogether", "see --help")]
    public void A_name_that_our_sections_do_not_have_is_refused_with_the_nearest(string name, string said) => Assert.Contains(said, Refused(name, "x"));

    [Theory]
    [InlineData("Storage:Provider", "Sqlite")]
    [InlineData("STORAGE:SQLITE:PATH", "x.db")]
    [InlineData("Storage:Room:TightBelowPercent", "20")]
    [InlineData("Storage:Room", "")]
    [InlineData("Memory:FullBelowPercent", "10")]
    [InlineData("Memory", "512m")]
    [InlineData("Operator:Keys", "")]
    [InlineData("Operator:Keys:0", "")]
    [InlineData("Operator:Keys:31:Allows", "read")]
    [InlineData("Proxy:Trusted", "10.0.0.5")]
    [InlineData("Proxy:Trusted:0", "10.0.0.5")]
    [InlineData("Cors:AllowedOrigins", "*")]
    [InlineData("Cluster:EndWithInput", "true")]
    [InlineData("Cluster:Tls:Password", "x")]
    [InlineData("Metrics:Url", "http://*:9464")]
    [InlineData("Dashboard:ProfileCalls", "true")]
    [InlineData("Process:Scheduling", "Batch")]
    [InlineData("Shutdown:DrainDelay", "00:00:05")]
    [InlineData("Sessions:MaxOpenPerSilo", "100")]
    [InlineData("Exports:hook:Url", "https://example.com/sessions")]
    [InlineData("Exports:hook:PreviousSecret", "whsec_x")]
    [InlineData("Exports:hook:MaxBatch", "10")]
    [InlineData("Exports:hook:Timeout", "00:00:05")]
    [InlineData("Kestrel:Limits:Whatever", "x")]
    public void What_there_is_and_what_is_not_ours_is_taken(string name, string value) => KnownSettings.Refuse(Configure(name, value));

    [Theory]
    [InlineData("24:00:00")]
    [InlineData("24h")]
    [InlineData("90")]
    [InlineData("00:60:00")]
    [InlineData("1.24:00:00")]
    [InlineData("soon")]
    public void A_time_that_is_none_or_would_be_read_as_days_is_refused(string value) =>
        Assert.Equal($"Sessions:Retention is '{value}': write days.hours:minutes:seconds, such as 1.00:00:00 for a day or 00:10:00 for ten minutes.", Refused("Sessions:Retention", value));

    [Theory]
    [InlineData("1.00:00:00")]
    [InlineData("23:59:59")]
    [InlineData("00:00:00.5")]
    [InlineData("0:10")]
    public void A_time_is_taken(string value) => KnownSettings.Refuse(Configure("Sessions:IdleTimeout", value));

    [Theory]
    [InlineData("Door:MaxConnections", "many")]
    [InlineData("Storage:Sqlite:MaxBytes", "1GB")]
    public void A_number_that_is_none_is_refused(string name, string value) => Assert.StartsWith($"{name} is '{value}': write a whole number", Refused(name, value));

    [Theory]
    [InlineData("the option --bogus is unknown", "--bogus")]
    [InlineData("did you mean urls?", "--url=http://localhost:1")]
    [InlineData("did you mean Storage:Provider?", "--Storag:Provider=Memory")]
    [InlineData("argument 1 is not an option", "serve")]
    [InlineData("the option --urls needs a value.", "--urls")]
    [InlineData("the option --bogus is unknown", "--urls", "http://localhost:1", "--bogus")]
    public void An_argument_that_nothing_reads_is_refused(string said, params string[] args) =>
        Assert.Contains(said, Assert.Throws<StartRefusedException>(() => KnownSettings.RefuseArguments(args)).Message);

    [Fact]
    public void Arguments_of_ours_and_of_the_platform_are_taken() =>
        KnownSettings.RefuseArguments(["--urls", "http://localhost:1", "--Storage:Provider=Memory", "--pathbase=/x", "--Logging:LogLevel:Orleans=Error", "--OTEL_SERVICE_NAME=x", "--ConnectionStrings:Redis", "h:1"]);

    [GeneratedRegex(@"\b[A-Z][A-Za-z]+(__[A-Za-z0-9]+)+")]
    private static partial Regex Variable();

    /// <summary>The first name of a row of the table.</summary>
    [GeneratedRegex(@"^\| `([A-Z][A-Za-z]+:[A-Za-z:]+)`", RegexOptions.Multiline)]
    private static partial Regex Listed();

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../.."));

    private static string Refused(string name, string value)
    {
        var message = Assert.Throws<StartRefusedException>(() => KnownSettings.Refuse(Configure(name, value))).Message;
        Assert.DoesNotContain('\n', message);
        return message;
    }

    private static IConfiguration Configure(string name, string value) => new ConfigurationBuilder().AddInMemoryCollection([new(name, value)]).Build();
}
