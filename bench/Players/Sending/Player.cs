namespace SessionGrains.Players;

/// <summary>Whether and how a player repeats, unchanged, what the server did not answer for good: no answer, or 5xx.</summary>
/// <param name="GoesOn">Asked after every answer that is not final: whether to send again.</param>
/// <param name="PauseAsync">Before sending again.</param>
internal sealed record RetryPolicy(Func<bool> GoesOn, Func<Task> PauseAsync)
{
    /// <summary>Each request once, as the JavaScript SDK does.</summary>
    public static RetryPolicy Never { get; } = new(static () => false, static () => Task.CompletedTask);
}

/// <summary>Sends the events of scripts and records the results.</summary>
internal sealed class Player(TrackingServer server, Answers answers)
{
    /// <summary>Opens a session; null when it was not answered 201.</summary>
    public async Task<SentSession?> OpenAsync(Viewing viewing, RetryPolicy retry, CancellationToken stopping = default) =>
        await PostAsync(TrackingServer.Sessions, EventBody.OfStart(viewing), "sessionStart", retry, stopping) is { Code: 201, Location: { } location }
            ? new SentSession(SentSession.IdOf(location), StartParts.Meaning(viewing))
            : null;

    /// <summary>Sends an event of a session and keeps it there with its result.</summary>
    public async Task<SentEvent> SendAsync(SentSession session, ScriptedEvent one, Viewing viewing, RetryPolicy retry)
    {
        var sent = session.Add(one.Meaning, one.Mark);
        sent.Code = (await PostAsync(session.Path + "/events", EventBody.Of(one, viewing), EventBody.WireName(one.Meaning.Type), retry)).Code;
        return sent;
    }

    /// <param name="path">Where it is sent.</param>
    /// <param name="body">What is sent.</param>
    /// <param name="kind">See <see cref="Answers.Record"/>.</param>
    /// <param name="retry">Whether it is sent again.</param>
    /// <param name="stopping">Gives up; that is not recorded as a missing answer.</param>
    public async Task<Answer> PostAsync(string path, byte[] body, string kind, RetryPolicy retry, CancellationToken stopping = default)
    {
        for (var began = answers.Now; ; await retry.PauseAsync())
        {
            var answer = await server.PostAsync(path, body, cancellationToken: stopping);
            if (answer.Code != Answer.None || !stopping.IsCancellationRequested)
                answers.Record(answer, kind);

            if (answer.IsSuccess)
                answers.RecordDelivery(began);

            if (!answer.IsUncertain || !retry.GoesOn())
                return answer;
        }
    }
}
