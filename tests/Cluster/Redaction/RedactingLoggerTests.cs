using Microsoft.Extensions.Logging;
using SessionGrains.Silo.Redaction;

namespace SessionGrains.Cluster.Tests;

public sealed partial class RedactingLoggerTests : IDisposable
{
    private const string Id = "dabb3e5309485f734c57ab969ec4ac68aacbe548ed023cc2727ad223b6ee7f66";

    private readonly Everything _written = new();
    private readonly IHost _host;
    private readonly ILogger _log;

    public RedactingLoggerTests()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection([new("Logging:Every:LogLevel:Default", "Warning")]);
        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging"));
        builder.Logging.AddProvider(_written);
        builder.AddLogRedaction();
        _host = builder.Build();
        _log = _host.Services.GetRequiredService<ILogger<RedactingLoggerTests>>();
    }

    public void Dispose()
    {
        _host.Dispose();
        _written.Dispose();
    }

    [Fact]
    public void An_id_in_the_message_or_in_a_value_that_the_message_leaves_out_is_not_written()
    {
        LogGrain(_log, new Grain(Id));
        _log.Log(LogLevel.Warning, default, new Values(("Unseen", "for " + Id), ("Several", new[] { "a", Id }), ("Count", 7)), null, static (_, _) => "No id in here");

        Assert.Equal(2, _written.Messages.Count);
        Assert.Contains("session#", _written.Messages[0]);
        Assert.Equal("No id in here", _written.Messages[1]);
        Assert.Contains(_written.States[1], static value => value is { Key: "Count", Value: 7 });
        Assert.DoesNotContain(Id, _written.All);
    }

    [Fact]
    public void An_id_in_an_exception_or_in_an_inner_one_is_not_written_and_its_trace_stays()
    {
        try
        {
            throw new InvalidOperationException("outer", new TimeoutException($"session/{Id} did not answer"));
        }
        catch (InvalidOperationException e)
        {
            LogFault(_log, e);
        }

        Assert.DoesNotContain(Id, _written.All);
        Assert.Contains("session/session#", _written.All);
        Assert.Contains(nameof(TimeoutException), _written.All);
        Assert.Contains(nameof(An_id_in_an_exception_or_in_an_inner_one_is_not_written_and_its_trace_stays), _written.All);
    }

    [Fact]
    public void An_id_in_a_scope_is_not_written()
    {
        using (_log.BeginScope("for {Session}", Id))
        using (_log.BeginScope(Id))
            LogPlain(_log, 1);

        Assert.Contains("for session#", _written.All);
        Assert.DoesNotContain(Id, _written.All);
    }

    [Fact]
    public void What_ASP_NET_tells_of_a_request_when_debugged_has_no_query_and_no_key()
    {
        const string Secret = "key-of-mine-0123456789";
        _log.Log(LogLevel.Warning, default, new Values(("QueryString", "?key=" + Secret), ("Path", "/api/v1/reports")), null, static (_, _) => $"GET http://localhost/api/v1/reports?key={Secret} - 401");
        LogFault(_log, new InvalidOperationException($"Invalid request header: 'Authorization : Bearer {Secret}'"));

        Assert.DoesNotContain(Secret, _written.All);
        Assert.Contains("/api/v1/reports?(left out) - 401", _written.All);
    }

    [Fact]
    public void What_holds_no_id_reaches_the_provider_as_it_came()
    {
        var fault = new TimeoutException("late");
        LogPlain(_log, 7);
        LogFault(_log, fault);

        Assert.Equal("7 things", _written.Messages[0]);
        Assert.Contains(_written.States[0], static value => value is { Key: "Count", Value: 7 });
        Assert.Same(fault, _written.Exceptions.Single());
    }

    [Fact]
    public void A_providers_own_filter_holds_as_before_and_a_level_that_is_off_formats_nothing()
    {
        LogQuiet(_log, new Grain("never asked") { IsForbidden = true });

        Assert.False(_log.IsEnabled(LogLevel.Information));
        Assert.Empty(_written.Messages);
    }

    [LoggerMessage(1, LogLevel.Warning, "Grain {Grain} is slow", SkipEnabledCheck = true)]
    private static partial void LogGrain(ILogger logger, Grain grain);

    [LoggerMessage(3, LogLevel.Error, "Failed")]
    private static partial void LogFault(ILogger logger, Exception fault);

    [LoggerMessage(4, LogLevel.Warning, "{Count} things")]
    private static partial void LogPlain(ILogger logger, int count);

    [LoggerMessage(5, LogLevel.Information, "Grain {Grain}", SkipEnabledCheck = true)]
    private static partial void LogQuiet(ILogger logger, Grain grain);

    private sealed class Values(params (string Name, object? Value)[] values) : List<KeyValuePair<string, object?>>(values.Select(static one => KeyValuePair.Create(one.Name, one.Value)));

    private sealed class Grain(string key)
    {
        public bool IsForbidden { get; init; }

        public override string ToString() => IsForbidden ? throw new InvalidOperationException("Formatted although nobody writes it.") : $"session/{key}";
    }

    [ProviderAlias("Every")]
    private sealed class Everything : ILoggerProvider, ILogger, ISupportExternalScope
    {
        private IExternalScopeProvider? _scopes;

        public List<string> Messages { get; } = [];

        public List<IReadOnlyList<KeyValuePair<string, object?>>> States { get; } = [];

        public List<Exception> Exceptions { get; } = [];

        public List<string> Scopes { get; } = [];

        public string All => string.Join('\n', [.. Messages, .. States.SelectMany(static state => state).Select(static value => TextOf(value.Value)), .. Exceptions.Select(static e => $"{e} {e.Message}"), .. Scopes]);

        public ILogger CreateLogger(string categoryName) => this;

        public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            Messages.Add(formatter(state, exception));
            States.Add((IReadOnlyList<KeyValuePair<string, object?>>)state!);
            if (exception is not null)
                Exceptions.Add(exception);
            _scopes?.ForEachScope(
                static (scope, all) =>
                {
                    all.Add($"{scope}");
                    if (scope is IEnumerable<KeyValuePair<string, object?>> values)
                        all.AddRange(values.Select(static value => $"{value.Value}"));
                },
                Scopes);
        }

        public void Dispose()
        {
        }

        private static string TextOf(object? value) => value is string[] several ? string.Join(' ', several) : $"{value}";
    }
}
