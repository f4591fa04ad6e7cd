using System.Linq.Expressions;
using System.Reflection;

namespace SessionGrains.Tracking;

/// <summary>
/// Copying into an object that is there already: a new one with every event would live just long enough for the garbage collector to move it through
/// all its generations.
/// </summary>
internal sealed partial class TrackingState
{
    private static readonly FieldInfo[] AllFields =
        typeof(TrackingState).GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);

    /// <summary>Made from the fields there are, so that none is left out.</summary>
    private static readonly Action<TrackingState, TrackingState> CopyFields = MakeCopyFields();

    private static readonly Action<TrackingState> ForgetFields = MakeForgetFields();

    /// <summary>Nobody looks at it any more: what it refers to need not be kept by it.</summary>
    public void Forget() => ForgetFields(this);

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
        var assignments = AllFields.Select(field => Expression.Assign(Expression.Field(to, field), Expression.Field(from, field)));
        return Expression.Lambda<Action<TrackingState, TrackingState>>(Expression.Block(assignments), from, to).Compile();
    }

    private static Action<TrackingState> MakeForgetFields()
    {
        var state = Expression.Parameter(typeof(TrackingState));
        var references = AllFields
            .Where(static field => !field.FieldType.IsValueType)
            .Select(field => Expression.Assign(Expression.Field(state, field), Expression.Constant(null, field.FieldType)));
        return Expression.Lambda<Action<TrackingState>>(Expression.Block(references), state).Compile();
    }
}
