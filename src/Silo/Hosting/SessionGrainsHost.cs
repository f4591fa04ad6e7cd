using Microsoft.AspNetCore.Connections;
using SessionGrains.Silo.Startup;

namespace SessionGrains.Silo.Hosting;

/// <summary>Runs a program of this service from its configuration to its exit code.</summary>
public static class SessionGrainsHost
{
    /// <summary>
    /// Builds the host, validates its options and runs it until it is stopped. Returns 0 after an orderly stop. A refused start, such as a wrong option or a taken
    /// port, prints one line to the error output and returns 1.
    /// </summary>
    public static async Task<int> RunAsync(Func<IHost> build)
    {
        try
        {
            using var host = build();
            Validate(host.Services);
            foreach (var check in host.Services.GetServices<IStartCheck>())
                await check.CheckAsync(CancellationToken.None);
            await host.RunAsync();
            return 0;
        }
        catch (OperationCanceledException)
        {
            // Stopped while still starting.
            return 0;
        }
        catch (Exception e) when (Reason(e) is { } reason)
        {
            await Console.Error.WriteLineAsync($"Cannot start: {reason}");
            return 1;
        }
    }

    /// <summary>Validates before the host does, which would log the whole exception.</summary>
    private static void Validate(IServiceProvider services)
    {
        try
        {
            services.GetService<IStartupValidator>()?.Validate();
        }
        catch (InvalidOperationException e)
        {
            // A value that cannot be converted; the binder's message has the key and the value.
            throw new StartRefusedException(e.Message, e);
        }
    }

    private static string? Reason(Exception e) => e switch
    {
        StartRefusedException refused => refused.Message,
        OptionsValidationException invalid => string.Join(" ", invalid.Failures),
        // Two processes that start at the same moment with one address both find it free; the slower one learns here that it is not.
        IOException { InnerException: AddressInUseException } taken => taken.Message,
        InvalidDataException { InnerException: FormatException fault } unreadable => $"{unreadable.Message.TrimEnd('.')}: {(fault.InnerException ?? fault).Message}",
        AggregateException several when several.InnerExceptions.All(inner => Reason(inner) is not null) => string.Join(" ", several.InnerExceptions.Select(Reason)),
        _ => null,
    };
}
