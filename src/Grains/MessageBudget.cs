namespace SessionGrains;

/// <summary>
/// Size limit of one answer, from a grain or over HTTP. Where there is more, the answer says so or the caller continues with a cursor. A message larger than
/// Orleans accepts would cost the connection and every call on it.
/// </summary>
public static class MessageBudget
{
    /// <summary>Bytes: 1 MiB.</summary>
    public const int Bytes = 1 << 20;
}
