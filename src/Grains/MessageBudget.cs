namespace SessionGrains;

/// <summary>
/// How large an answer is, of a grain and over HTTP: about so much, whatever the sessions in it say. Where there is more, the answer says so or the asker goes
/// on. A message beyond what Orleans takes would cost the connection and with it everybody's calls.
/// </summary>
public static class MessageBudget
{
    /// <summary>Bytes: 1 MiB.</summary>
    public const int Bytes = 1 << 20;
}
