# VPC one: where the service runs.
locals {
  zones = ["${var.region}a", "${var.region}c"]
  tags  = { Terraform = "true" }
}

resource "aws_vpc" "one" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
  enable_dns_support   = true
  tags                 = merge(local.tags, { Name = "one" })
}

# The default objects are taken over and emptied, as the well-known VPC module does.
resource "aws_default_security_group" "one" {
  vpc_id = aws_vpc.one.id
  tags   = merge(local.tags, { Name = "one-default" })
}

resource "aws_default_route_table" "one" {
  default_route_table_id = aws_vpc.one.default_route_table_id
  tags                   = merge(local.tags, { Name = "one-default" })
}

resource "aws_default_network_acl" "one" {
  default_network_acl_id = aws_vpc.one.default_network_acl_id

  ingress {
    rule_no    = 100
    action     = "allow"
    protocol   = "-1"
    cidr_block = "0.0.0.0/0"
    from_port  = 0
    to_port    = 0
  }

  ingress {
    rule_no         = 101
    action          = "allow"
    protocol        = "-1"
    ipv6_cidr_block = "::/0"
    from_port       = 0
    to_port         = 0
  }

  egress {
    rule_no    = 100
    action     = "allow"
    protocol   = "-1"
    cidr_block = "0.0.0.0/0"
    from_port  = 0
    to_port    = 0
  }

  egress {
    rule_no         = 101
    action          = "allow"
    protocol        = "-1"
    ipv6_cidr_block = "::/0"
    from_port       = 0
    to_port         = 0
  }

  tags = merge(local.tags, { Name = "one-default" })

  lifecycle {
    ignore_changes = [subnet_ids]
  }
}

resource "aws_subnet" "private" {
  count = 2

  vpc_id            = aws_vpc.one.id
  cidr_block        = ["10.0.1.0/24", "10.0.2.0/24"][count.index]
  availability_zone = local.zones[count.index]
  tags              = merge(local.tags, { Name = "one-private-${count.index}" })
}

resource "aws_route_table" "private" {
  vpc_id = aws_vpc.one.id
  tags   = merge(local.tags, { Name = "one-private" })
}

resource "aws_route_table_association" "private" {
  count = 2

  subnet_id      = aws_subnet.private[count.index].id
  route_table_id = aws_route_table.private.id
}

# The way out: public subnets with an internet gateway, and a NAT gateway for the private ones.
resource "aws_subnet" "public" {
  count = var.nat ? 2 : 0

  vpc_id            = aws_vpc.one.id
  cidr_block        = ["10.0.101.0/24", "10.0.102.0/24"][count.index]
  availability_zone = local.zones[count.index]
  tags              = merge(local.tags, { Name = "one-public-${count.index}" })
}

resource "aws_internet_gateway" "one" {
  count = var.nat ? 1 : 0

  vpc_id = aws_vpc.one.id
  tags   = merge(local.tags, { Name = "one" })
}

resource "aws_route_table" "public" {
  count = var.nat ? 1 : 0

  vpc_id = aws_vpc.one.id
  tags   = merge(local.tags, { Name = "one-public" })
}

resource "aws_route_table_association" "public" {
  count = var.nat ? 2 : 0

  subnet_id      = aws_subnet.public[count.index].id
  route_table_id = aws_route_table.public[0].id
}

resource "aws_route" "public_internet_gateway" {
  count = var.nat ? 1 : 0

  route_table_id         = aws_route_table.public[0].id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.one[0].id

  timeouts {
    create = "5m"
  }
}

resource "aws_eip" "nat" {
  count = var.nat ? 1 : 0

  domain     = "vpc"
  tags       = merge(local.tags, { Name = "one-nat" })
  depends_on = [aws_internet_gateway.one]
}

resource "aws_nat_gateway" "one" {
  count = var.nat ? 1 : 0

  allocation_id = aws_eip.nat[0].id
  subnet_id     = aws_subnet.public[0].id
  tags          = merge(local.tags, { Name = "one" })
  depends_on    = [aws_internet_gateway.one]
}

resource "aws_route" "private_nat_gateway" {
  count = var.nat ? 1 : 0

  route_table_id         = aws_route_table.private.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.one[0].id

  timeouts {
    create = "5m"
  }
}
