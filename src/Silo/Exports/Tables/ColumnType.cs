namespace SessionGrains.Silo.Exports.Tables;

/// <summary>The type of a column, and of the values that it has.</summary>
internal enum ColumnType
{
    /// <summary><see cref="string"/>.</summary>
    Text,

    /// <summary><see cref="long"/>.</summary>
    Integer,

    /// <summary><see cref="double"/>, finite.</summary>
    Number,

    /// <summary><see cref="bool"/>.</summary>
    Flag,

    /// <summary>A time in UTC with milliseconds, as <see cref="DateTime"/>.</summary>
    Instant,

    /// <summary>Texts by name: a list of <see cref="KeyValuePair{TKey, TValue}"/>.</summary>
    Map,
}
