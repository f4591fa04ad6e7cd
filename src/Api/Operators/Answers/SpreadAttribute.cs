namespace SessionGrains.Api.Operators.Answers;

/// <summary>The members of this property's value are written in its place, as members of the object that has it.</summary>
/// <param name="except">JSON names of members that are not written.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SpreadAttribute(params string[] except) : Attribute
{
    public string[] Except { get; } = except;
}
