namespace SessionGrains.Api.Operators.Answers;

/// <summary>Finds parameters that a query string has more than once. Choosing one of their values would be a guess.</summary>
internal static class QueryRepeat
{
    /// <summary>The mistake in one sentence; null if there is none.</summary>
    public static string? Find(IQueryCollection query) => query.FirstOrDefault(static one => one.Value.Count > 1).Key is { } twice ? $"{twice} is given twice." : null;
}
