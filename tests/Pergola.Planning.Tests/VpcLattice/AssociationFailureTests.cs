using Pergola.Api.VpcLattice;
using Pergola.Domain.VpcLattice;
using Pergola.Machine.Tasks;
using Pergola.Planning.Dataplane;
using Pergola.Planning.VpcLattice;

namespace Pergola.Planning.Tests.VpcLattice;

/// <summary>What the node goes on failing at is told by the association, with the node's words.</summary>
public sealed class AssociationFailureTests
{
    private readonly LatticeWorld _world = new();

    [Fact]
    public void An_association_whose_VPC_goes_on_failing_has_failed_to_be_created()
    {
        var vpc = _world.Vpc();
        var id = _world.Associate(_world.Network(), vpc);

        var first = _world.Step(Failing(vpc));
        _world.Apply(first.Changes);
        Assert.Equal(ServiceNetworkVpcAssociationStatus.CreateInProgress, Get(id).Status);
        Assert.Equal(_world.Now.AddSeconds(20), first.NextDue);

        _world.Now = _world.Now.AddSeconds(20);
        _world.Apply(_world.Step(Failing(vpc)).Changes);

        var read = Get(id);
        Assert.Equal(
            (ServiceNetworkVpcAssociationStatus.CreateFailed, "DataPlaneFailure", $"{vpc}: no namespace"),
            (read.Status, read.FailureCode, read.FailureMessage));
        Assert.Empty(_world.Step(Failing(vpc)).Changes);
    }

    [Fact]
    public void A_failure_that_mends_itself_in_time_is_none()
    {
        var vpc = _world.Vpc();
        var id = _world.Associate(_world.Network(), vpc);
        _world.Apply(_world.Step(Failing(vpc)).Changes);

        _world.Settle();

        Assert.Equal(
            (ServiceNetworkVpcAssociationStatus.Active, null), (Get(id).Status, Get(id).FailureCode));
        Assert.Null(_world.Realm.Of<ServiceNetworkVpcAssociation>()[id].FailingSince);
    }

    [Fact]
    public void What_failed_to_be_created_stays_so_serves_nothing_and_can_be_deleted_and_made_again()
    {
        var vpc = _world.Vpc();
        var network = _world.Network();
        var id = _world.Associate(network, vpc);
        FailFor(vpc);

        _world.Apply(_world.Step(_world.Satisfied()).Changes);
        Assert.Equal(ServiceNetworkVpcAssociationStatus.CreateFailed, Get(id).Status);
        Assert.Null(Assert.Single(DataplaneCompiler.Compile(_world.Snapshot).Vpcs).ServiceNetworkArn);

        _world.Do(
            DeleteServiceNetworkVpcAssociation.Decide,
            new DeleteServiceNetworkVpcAssociationRequest { ServiceNetworkVpcAssociationIdentifier = id });
        _world.Settle();
        var again = _world.Associate(network, vpc);
        _world.Settle();
        Assert.Equal(ServiceNetworkVpcAssociationStatus.Active, Get(again).Status);
    }

    [Fact]
    public void A_failed_update_is_still_served_and_mended_by_the_node_or_another_update()
    {
        var vpc = _world.Vpc();
        var group = _world.SecurityGroup(vpc);
        var id = _world.Associate(_world.Network(), vpc);
        _world.Settle();
        var update = new UpdateServiceNetworkVpcAssociationRequest
        {
            ServiceNetworkVpcAssociationIdentifier = id,
            SecurityGroupIds = [group, group],
        };
        Assert.Equal([group], _world.Do(UpdateServiceNetworkVpcAssociation.Decide, update).SecurityGroupIds);
        FailFor(vpc);
        Assert.Equal(ServiceNetworkVpcAssociationStatus.UpdateFailed, Get(id).Status);
        Assert.NotNull(Assert.Single(DataplaneCompiler.Compile(_world.Snapshot).Vpcs).ServiceNetworkArn);

        _world.Do(UpdateServiceNetworkVpcAssociation.Decide, update);
        FailFor(vpc);
        _world.Settle();

        Assert.Equal((ServiceNetworkVpcAssociationStatus.Active, null), (Get(id).Status, Get(id).FailureMessage));
    }

    [Fact]
    public void An_association_that_is_on_its_way_can_be_neither_deleted_nor_updated()
    {
        var vpc = _world.Vpc();
        var id = _world.Associate(_world.Network(), vpc);

        var delete = _world.Refused(
            DeleteServiceNetworkVpcAssociation.Decide,
            new DeleteServiceNetworkVpcAssociationRequest { ServiceNetworkVpcAssociationIdentifier = id });
        var update = _world.Refused(
            UpdateServiceNetworkVpcAssociation.Decide,
            new UpdateServiceNetworkVpcAssociationRequest
            {
                ServiceNetworkVpcAssociationIdentifier = id,
                SecurityGroupIds = [_world.SecurityGroup(vpc)],
            });

        var message = $"Invalid resource status for this operation, resource id {id}, status: CREATE_IN_PROGRESS.";
        Assert.Equal((409, message), (delete.HttpStatus, delete.Message));
        Assert.Equal((409, message), (update.HttpStatus, update.Message));
    }

    private void FailFor(string vpc)
    {
        _world.Apply(_world.Step(Failing(vpc)).Changes);
        _world.Now = _world.Now.AddSeconds(20);
        _world.Apply(_world.Step(Failing(vpc)).Changes);
    }

    private NodeReport Failing(string vpc) =>
        _world.Satisfied() with { Vpcs = [], Failures = [new Label(vpc, "no namespace")] };

    private GetServiceNetworkVpcAssociationResponse Get(string id) => _world.Do(
        ReadServiceNetworkVpcAssociations.Get,
        new GetServiceNetworkVpcAssociationRequest { ServiceNetworkVpcAssociationIdentifier = id });
}
