using SessionGrains.Architecture.Tests.Planted.Lower;
using SessionGrains.Architecture.Tests.Planted.Upper;

namespace SessionGrains.Architecture.Tests
{
    /// <summary>A use is seen wherever in a type it stands.</summary>
    public sealed class TypeUsesTests
    {
        [Theory]
        [InlineData(nameof(InBase))]
        [InlineData(nameof(InSignature))]
        [InlineData(nameof(InBody))]
        [InlineData(nameof(InLambda))]
        [InlineData(nameof(InAsync))]
        [InlineData(nameof(InAttribute))]
        [InlineData(nameof(AsArgument))]
        public void A_use_is_seen(string user) => Assert.Contains(
            new TypeUse($"{typeof(InBase).Namespace}.{user}", typeof(Used).FullName!), TypeUses.Read(typeof(TypeUsesTests).Assembly.Location, typeof(Planted.Nobody).Namespace!));

        [Fact]
        public void Nothing_else_is_seen() => Assert.DoesNotContain(
            TypeUses.Read(typeof(TypeUsesTests).Assembly.Location, typeof(Planted.Nobody).Namespace!), static use => use.From == typeof(Planted.Nobody).FullName);
    }
}

namespace SessionGrains.Architecture.Tests.Planted
{
    internal static class Nobody
    {
        public static string Name => nameof(Used);
    }
}

namespace SessionGrains.Architecture.Tests.Planted.Lower
{
    [AttributeUsage(AttributeTargets.Class)]
    internal class Used : Attribute
    {
        public static int Value { get; set; }
    }
}

namespace SessionGrains.Architecture.Tests.Planted.Upper
{
    internal sealed class InBase : Used;

    internal static class InSignature
    {
        public static Used[]? Same(Used[]? used) => used;
    }

    internal static class InBody
    {
        public static int Value() => Used.Value;
    }

    internal static class InLambda
    {
        public static Func<int, int> Adder(int number) => other => Used.Value + number + other;
    }

    internal static class InAsync
    {
        public static async Task<int> Value()
        {
            await Task.Yield();
            return Used.Value;
        }
    }

    [Used]
    internal static class InAttribute;

    internal static class AsArgument
    {
        public static object Make() => new List<List<Used>>();
    }
}
