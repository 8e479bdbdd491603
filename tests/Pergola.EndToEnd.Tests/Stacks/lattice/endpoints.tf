resource "aws_vpc_endpoint" "blue" {
  vpc_endpoint_type   = "ServiceNetwork"
  vpc_id              = aws_vpc.one.id
  service_network_arn = aws_vpclattice_service_network.blue.arn
  subnet_ids          = [aws_subnet.one.id]
  security_group_ids  = [var.changed ? aws_security_group.two.id : aws_security_group.one.id]
  tags                = var.changed ? { team = "b" } : { team = "a" }
}

resource "aws_vpc_endpoint" "database" {
  vpc_endpoint_type          = "Resource"
  vpc_id                     = aws_vpc.one.id
  resource_configuration_arn = aws_vpclattice_resource_configuration.database.arn
  subnet_ids                 = [aws_subnet.one.id]
  security_group_ids = concat(
    [aws_security_group.one.id],
    var.changed ? [aws_security_group.two.id] : [],
  )
}

data "aws_vpc_endpoint" "blue" {
  id = aws_vpc_endpoint.blue.id
}

data "aws_vpc_endpoint_associations" "database" {
  vpc_endpoint_id = aws_vpc_endpoint.database.id
}
