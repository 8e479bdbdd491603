data "aws_vpclattice_service_network" "blue" {
  service_network_identifier = aws_vpclattice_service_network.blue.id
}

data "aws_vpclattice_service" "by_id" {
  service_identifier = aws_vpclattice_service.orders.id
}

data "aws_vpclattice_service" "by_name" {
  name = aws_vpclattice_service.orders.name
}

data "aws_vpclattice_listener" "http" {
  service_identifier  = aws_vpclattice_service.orders.id
  listener_identifier = aws_vpclattice_listener.http.listener_id
}

data "aws_vpclattice_auth_policy" "orders" {
  resource_identifier = aws_vpclattice_auth_policy.orders.resource_identifier
}

data "aws_vpclattice_resource_policy" "blue" {
  resource_arn = aws_vpclattice_resource_policy.blue.resource_arn
}

# What was written and what is read by another way; a test compares the two.
output "agreement" {
  value = {
    network_name     = [aws_vpclattice_service_network.blue.name, data.aws_vpclattice_service_network.blue.name]
    network_arn      = [aws_vpclattice_service_network.blue.arn, data.aws_vpclattice_service_network.blue.arn]
    by_id            = [aws_vpclattice_service.orders.arn, data.aws_vpclattice_service.by_id.arn]
    by_name          = [aws_vpclattice_service.orders.id, data.aws_vpclattice_service.by_name.id]
    domain           = [aws_vpclattice_service.orders.custom_domain_name, data.aws_vpclattice_service.by_id.custom_domain_name]
    listener         = [aws_vpclattice_listener.http.arn, data.aws_vpclattice_listener.http.arn]
    listener_name    = [aws_vpclattice_listener.http.name, data.aws_vpclattice_listener.http.name]
    endpoint_network = [aws_vpc_endpoint.blue.vpc_id, data.aws_vpc_endpoint.blue.vpc_id]
    endpoint_resource = [
      aws_vpclattice_resource_configuration.database.arn,
      data.aws_vpc_endpoint_associations.database.associations[0].associated_resource_arn,
    ]
    resource_policy = [
      jsonencode(jsondecode(aws_vpclattice_resource_policy.blue.policy)),
      jsonencode(jsondecode(data.aws_vpclattice_resource_policy.blue.policy)),
    ]
  }
}
