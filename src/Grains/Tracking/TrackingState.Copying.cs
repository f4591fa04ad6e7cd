using System.Linq.Expressions;
using System.Reflection;

namespace SessionGrains.Tracking;

/// <summary>
/// Copying into an object that is there already: a new one with every event would live just long enough for the garbage collector to move it through
/// all its generations.
/// </summary>
internal sealed partial class TrackingState
{
    /// <summary>Made from the fields there are, so that none is forgotten.</summary>
    private static readonly Action<TrackingState, TrackingState> CopyFields = MakeCopyFields();

    /// <summary>A new state equal to this one.</summary>
    public TrackingState Copy() => (TrackingState)MemberwiseClone();

    /// <summary>A state equal to this one in <paramref name="used"/>, which nobody looks at any more; in a new object where that is null or this one itself.</summary>
    public TrackingState CopyInto(TrackingState? used)
    {
        if (used is null || ReferenceEquals(used, this))
        {
            return Copy();
        }

        CopyFields(this, used);
        return used;
    }

    private static Action<TrackingState, TrackingState> MakeCopyFields()
    {
        var from = Expression.Parameter(typeof(TrackingState));
        var to = Expression.Parameter(typeof(TrackingState));
        var assignments = typeof(TrackingState)
            .GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Select(field => Expression.Assign(Expression.Field(to, field), Expression.Field(from, field)));
        return Expression.Lambda<Action<TrackingState, TrackingState>>(Expression.Block(assignments), from, to).Compile();
    }
}
