using System.Text.Json.Nodes;
using Pergola.Planning;
using Pergola.Testing;
using Pergola.Wire.Schemas;

namespace Pergola.Conformance.Tests;

/// <summary>Every constraint of every operation of VPC Lattice, broken one by one and together.</summary>
public sealed class ViolationTests(ControlPlane plane) : IClassFixture<ControlPlane>
{
    private static readonly ServiceModel s_model = ApiClient.Service("vpc-lattice");

    public static TheoryData<string> Operations => [.. s_model.Operations.Select(operation => operation.Name)];

    public static TheoryData<string> BoundOperations =>
        [.. s_model.Operations.Where(IsBound).Select(operation => operation.Name)];

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task An_operation_is_recognised_and_refuses_in_words_of_its_own(string name)
    {
        var operation = Named(name);

        var answer = await AskAsync(operation, SchemaInput.Plausible(operation.Input));

        if (!IsBound(operation))
        {
            Assert.Contains($"does not implement the operation {name}", answer.Body, StringComparison.Ordinal);
        }
        else if (answer.Status >= 300)
        {
            Assert.Empty(ErrorCheck.Differences(operation, answer));
        }
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public void What_the_checker_takes_for_right_input_is_right(string name)
    {
        var operation = Named(name);

        Assert.Empty(ShapeCheck.Differences(operation.Input, SchemaInput.Plausible(operation.Input)));
    }

    [Theory]
    [MemberData(nameof(BoundOperations))]
    public async Task Each_broken_constraint_is_a_validation_error_that_names_the_member(string name)
    {
        var operation = Named(name);
        var wrong = new List<string>();
        foreach (var violation in Violation.Of(operation.Input))
        {
            var input = violation.In(SchemaInput.Plausible(operation.Input), operation.Input);
            var answer = await AskAsync(operation, input);
            wrong.AddRange(ErrorCheck.Differences(operation, answer)
                .Concat(ErrorCheck.Unnamed(answer, [violation]))
                .Select(difference => $"{violation}: {difference}"));
        }

        Assert.Empty(wrong);
    }

    [Theory]
    [MemberData(nameof(BoundOperations))]
    public async Task All_broken_constraints_of_one_request_are_told_at_once(string name)
    {
        var operation = Named(name);
        var violations = Violation.Of(operation.Input)
            .Where(violation => violation.Place.Count == 1)
            .DistinctBy(violation => violation.Members)
            .ToList();
        var input = violations.Aggregate(
            SchemaInput.Plausible(operation.Input), (sofar, violation) => violation.In(sofar, operation.Input));

        var answer = await AskAsync(operation, input);

        if (violations.Count > 0)
        {
            Assert.Equal([], [.. ErrorCheck.Differences(operation, answer), .. ErrorCheck.Unnamed(answer, violations)]);
        }
    }

    private async Task<ApiAnswer> AskAsync(Operation operation, JsonObject input)
    {
        using var client = plane.Connect();
        return await OperationRequest.SendAsync(client, s_model, operation, input);
    }

    private static Operation Named(string name) => s_model.Operations.Single(operation => operation.Name == name);

    private static bool IsBound(Operation operation) =>
        AllBindings.All.Any(binding => binding.Operation == operation);
}
