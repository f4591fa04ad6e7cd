using Microsoft.Extensions.Options;

namespace SessionGrains.Api.MediaCollection;

/// <summary>
/// Lets so many requests of players in at a time and refuses the others at once (design decision 7): the queues behind this door have no bound, and
/// whoever waits in them for longer than 5 s has given up.
/// </summary>
internal sealed class DoorLimit(IOptions<DoorOptions> options)
{
    private readonly int _most = options.Value.MaxConcurrentRequests;
    private int _inside;
    private long _refused;

    /// <summary>Requests that are being worked on.</summary>
    public int Inside => Volatile.Read(ref _inside);

    /// <summary>Requests that were not let in, since the start.</summary>
    public long Refused => Volatile.Read(ref _refused);

    /// <summary>The handler behind the limit.</summary>
    public RequestDelegate Guard(RequestDelegate handler) => async context =>
    {
        try
        {
            await (TryEnter() ? handler(context) : PlayerProblems.Unavailable(context));
        }
        finally
        {
            Leave();
        }
    };

    /// <summary>A request wants in. False: it is to be refused. <see cref="Leave"/> follows in either case.</summary>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _inside) <= _most)
            return true;

        Interlocked.Increment(ref _refused);
        return false;
    }

    /// <summary>A request is done with.</summary>
    public void Leave() => Interlocked.Decrement(ref _inside);
}

/// <summary>How many requests are let in: the <c>Door</c> section of the configuration.</summary>
internal sealed class DoorOptions
{
    public const string Section = "Door";

    /// <summary>
    /// Requests of players that one front door works on at a time; a further one is answered 503. From 1. Default 5,000: what two busy cores answer
    /// in about a second, so whoever is let in is answered in time.
    /// </summary>
    public int MaxConcurrentRequests { get; set; } = 5_000;
}

/// <summary>A door for nobody is a mistake.</summary>
internal sealed class DoorOptionsValidator : IValidateOptions<DoorOptions>
{
    public ValidateOptionsResult Validate(string? name, DoorOptions options) => options.MaxConcurrentRequests >= 1
        ? ValidateOptionsResult.Success
        : ValidateOptionsResult.Fail($"{DoorOptions.Section}:{nameof(options.MaxConcurrentRequests)} is {options.MaxConcurrentRequests}: it must be at least 1.");
}
