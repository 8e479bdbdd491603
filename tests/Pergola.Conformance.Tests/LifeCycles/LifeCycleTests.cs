using Pergola.Planning;
using Pergola.Testing;

namespace Pergola.Conformance.Tests.LifeCycles;

/// <summary>Every operation answers in the course of a life as the model says, in every member.</summary>
public sealed class LifeCycleTests(LivedOnce lived) : IClassFixture<LivedOnce>
{
    public static TheoryData<string> All => [.. LifeCycle.All.Select(life => life.Name)];

    [Theory]
    [MemberData(nameof(All))]
    public void It_is_made_read_changed_listed_and_deleted(string what) => lived.MustHaveLived(what);

    [Fact]
    public void The_table_of_operations_says_what_is_true()
    {
        var table = OperationsTable.Render(lived.Succeeded);
        if (Environment.GetEnvironmentVariable(OperationsTable.WriteVariable) == "1")
        {
            File.WriteAllText(OperationsTable.Path, table);
        }

        Assert.True(
            File.Exists(OperationsTable.Path) && File.ReadAllText(OperationsTable.Path) == table,
            $"{OperationsTable.Path} is not what the tests found. Write it again: "
            + $"{OperationsTable.WriteVariable}=1 ./pergola test Conformance\n{table}");
    }

    [Fact]
    public void Only_what_is_implemented_is_remarked_on_as_partial()
    {
        var implemented = AllBindings.All.Select(binding => binding.Operation)
            .Intersect(ApiClient.Service("vpc-lattice").Operations)
            .Select(operation => operation.Name);

        Assert.Empty(OperationsTable.Partial.Keys.Except(implemented));
    }
}
