using Xunit.Sdk;

namespace Pergola.Conformance.Tests.LifeCycles;

/// <summary>All life cycles, each on a control plane of its own, lived once for all tests that ask.</summary>
public sealed class LivedOnce : IAsyncLifetime
{
    private readonly HashSet<string> _succeeded = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Exception> _ends = new(StringComparer.Ordinal);

    /// <summary>The operations that succeeded in some life cycle, with an answer of exactly their shape.</summary>
    internal IReadOnlySet<string> Succeeded => _succeeded;

    public async ValueTask InitializeAsync()
    {
        foreach (var life in LifeCycle.All)
        {
            await using var plane = new ControlPlane();
            await plane.InitializeAsync();
            using var api = new StrictClient(plane) { Succeeded = _succeeded };
            try
            {
                await life.LiveAsync(api);
            }
#pragma warning disable CA1031 // Kept for the test that asks how this life went.
            catch (Exception end)
#pragma warning restore CA1031
            {
                _ends[life.Name] = end;
            }
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Fails as the life cycle failed, or skips as it was cut short.</summary>
    internal void MustHaveLived(string name)
    {
        if (_ends.GetValueOrDefault(name) is not { } end)
        {
            return;
        }

        if (end is SkipException)
        {
            Assert.Skip(end.Message);
        }

        throw new XunitException($"{name}: {end.Message}\n{end.StackTrace}", end);
    }
}
